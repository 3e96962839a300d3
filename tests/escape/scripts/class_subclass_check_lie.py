# isinstance can be lied to; the gate does not ask it.
class Meta(type):
    def __instancecheck__(cls, obj):
        return True
    def __subclasscheck__(cls, other):
        return True
class S(metaclass=Meta):
    __class__ = str
def f():
    pass
S().__dict__
print("PWNED" if isinstance(f, S) and getattr(f, "_private", None) or hasattr(f, "__globals__") else "")
