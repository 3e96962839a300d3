class B:
    def __init_subclass__(cls, **k):
        print("PWNED", cls.__base__.__base__.__subclasses__())
class C(B):
    pass
