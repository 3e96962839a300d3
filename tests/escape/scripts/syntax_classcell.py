class C:
    def f(self):
        return __class__
print("PWNED", C().f().f.__globals__)
