class C:
    @property
    def x(self):
        return 1
print("PWNED", C.x.fget.__globals__)
