# A property read first removes what stood before str's own method.
class S(str):
    format = None
    @property
    def first(self):
        del S.format
        return 1
def f():
    pass
match S("{0.__globals__}"):
    case S(first=_, format=show):
        print("PWNED", show(f))
