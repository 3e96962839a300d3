class C:
    __slots__ = ("a",)
print("PWNED", C.a.__objclass__.__base__.__subclasses__())
