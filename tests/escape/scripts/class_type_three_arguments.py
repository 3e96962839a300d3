def take(self):
    return self.__class__.__base__.__subclasses__()
C = type("C", (), {"take": take})
print("PWNED", C().take())
