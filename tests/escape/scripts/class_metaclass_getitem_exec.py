class M(type):
    __getitem__ = exec
class C(metaclass=M):
    pass
C["print('PWNED')"]
