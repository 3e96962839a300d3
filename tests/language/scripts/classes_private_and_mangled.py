class A:
    __count = 0
    _shared = []
    def __init__(self):
        self.__secret = 1
        self._half = 2
        A.__count += 1
        self._shared.append(1)
    def __hidden(self):
        return self.__secret
    def reveal(self, other):
        return self.__hidden(), other.__secret, other._half, self.__class__.__count
    @classmethod
    def count(cls):
        return cls.__count, cls._shared
    def __getattr__(self, name):
        if name.startswith("_dyn"):
            return name
        raise AttributeError(name)
a, b = A(), A()
print(a.reveal(b), A.count(), a._A__secret, A._A__count, a._dynamic)
a._half += 5
print(a._half, hasattr(a, "_nope"), getattr(a, "_half"), getattr(a, "_nope", "default"))
setattr(a, "_set", 3)
print(a._set); delattr(a, "_set")
try:
    a._set
except AttributeError as e:
    print(e)
class _Private:
    _x = 1
    def __m(self):
        return "m"
    def m(self):
        return self.__m()
print(_Private._x, _Private().m(), _Private()._x)
_module_level = 3
__dunderish = 4
_ = 5
print(_module_level, __dunderish, _)
for _ in range(2):
    pass
def _f(_x, *, _y=2):
    _z = _x + _y
    return [_w for _w in [_z]]
print(_f(1), _f(1, _y=5))
class B(A):
    def __init__(self):
        super().__init__()
        super()._extra = None if False else None
