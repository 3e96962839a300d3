class Meta(type):
    registry = {}
    def __new__(m, name, bases, ns, **k):
        cls = super().__new__(m, name, bases, ns)
        m.registry[name] = sorted(n for n in ns if not n.startswith("__"))
        cls._kw = k
        return cls
    def __init__(cls, name, bases, ns, **k):
        super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        obj = super().__call__(*a, **k)
        obj.born = cls.__name__
        return obj
    @classmethod
    def __prepare__(m, name, bases, **k):
        return {"prepared": 1}
    def __iter__(cls): return iter(["it", cls.__name__])
    def __getitem__(cls, k): return k
    def __len__(cls): return 7
    @property
    def label(cls): return cls.__name__.upper()
    def __instancecheck__(cls, o): return type.__instancecheck__(cls, o) or o == 42
class A(metaclass=Meta, opt=1):
    x = 1
    _y = 2
    def get(self): return self._y
class B(A):
    pass
print(Meta.registry, A().born, B().born, A._kw, list(A), A["k"], len(B), A.label, isinstance(42, A), A.prepared, A().get(), type(A).__name__)
class S:
    __slots__ = ("a", "_b", "__c")
    def __init__(self): self.a, self._b, self.__c = 1, 2, 3
    def all(self): return self.a, self._b, self.__c
s = S()
print(s.all(), s.__slots__)
try: s.z = 1
except AttributeError as e: print(e)
T = type("T", (A,), {"_z": 9, "m": lambda self: self._z})
print(T().m(), T.__name__, T()._z, type(T) is Meta)
U = type("U", (), {"v": 1})
u = U(); u._w = 5; print(u._w, type(u).__name__, type(u) is U, type(int) is type, isinstance(int, type))
def func_meta(name, bases, ns): return (name, ns["q"])
class F(metaclass=func_meta):
    q = 3
print(F)
class Doc:
    "doc string"
    z: int = 3
    class Inner:
        """inner doc"""
        def m(self): "m doc"
print(Doc.__doc__, Doc.Inner.__doc__, Doc.Inner.m.__doc__, Doc.Inner.__qualname__, Doc.Inner.m.__qualname__)
