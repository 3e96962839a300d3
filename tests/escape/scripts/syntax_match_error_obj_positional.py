# needs: leaky
from leaky import fail
class E(AttributeError):
    __match_args__ = ("obj",)
class Meta(type):
    def __instancecheck__(cls, o):
        return True
class Any(metaclass=Meta):
    __match_args__ = ("obj",)
try:
    fail()
except AttributeError as e:
    match e:
        case Any(x):
            print("PWNED", x)
