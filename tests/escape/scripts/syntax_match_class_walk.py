match 1:
    case object(__class__=object(__base__=object(__subclasses__=s))):
        print("PWNED", s)
