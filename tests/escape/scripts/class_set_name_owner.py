class D:
    def __set_name__(self, owner, name):
        print("PWNED", owner.__mro__[-1].__subclasses__())
class C:
    d = D()
