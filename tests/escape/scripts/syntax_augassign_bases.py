class A:
    pass
class T:
    def __radd__(self, other):
        print("PWNED", other)
        return other
A.__mro__ += T()
