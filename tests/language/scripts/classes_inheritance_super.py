class Base:
    registry = []
    def __init_subclass__(cls, tag=None, **k):
        super().__init_subclass__(**k)
        cls.tag = tag
        Base.registry.append(cls.__name__)
    def __init__(self, x):
        self.x = x
    def who(self):
        return "Base"
    @classmethod
    def make(cls, *a):
        return cls(*a)
    @staticmethod
    def util(y):
        return y * 2
    @property
    def double(self):
        return self.x * 2
    @double.setter
    def double(self, v):
        self.x = v // 2
    @double.deleter
    def double(self):
        self.x = 0
    def __repr__(self):
        return f"{type(self).__name__}({self.x!r})"
class Left(Base, tag="l"):
    def who(self):
        return "Left>" + super().who()
class Right(Base, tag="r"):
    def who(self):
        return "Right>" + super(Right, self).who()
class Both(Left, Right):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def who(self):
        return "Both>" + super().who()
    @classmethod
    def make(cls, *a):
        return super().make(*a)
    @property
    def double(self):
        return super().double + 1
b = Both.make(2, 3)
print(b, b.who(), b.double, Both.util(4), Both.tag, Left.tag, Base.registry)
print([c.__name__ for c in Both.__mro__], [c.__name__ for c in Both.mro()], Both.__bases__, Both.__base__)
print(isinstance(b, Base), issubclass(Both, Right), Both.__name__, Both.__qualname__, Both.__module__)
l = Left(5)
l.double = 20
print(l.x); del l.double; print(l.x)
print(sorted(c.__name__ for c in Base.__subclasses__()))
class E(Exception):
    def __init__(self, code, *a):
        super().__init__(code, *a)
        self.code = code
try:
    raise E(5, "x")
except E as e:
    print(e, e.args, e.code, repr(e))
class D(dict):
    def __missing__(self, k):
        return k * 2
    def __setitem__(self, k, v):
        super().__setitem__(k, v + 1)
d = D()
d["a"] = 1
print(d, d["zz"])
class S(str):
    def format(self, *a):
        return "own:" + super().format(*a)
    def shout(self):
        return super().upper()
print(S("{}-{}").format(1, 2), S("x").shout())
class L(list):
    def append(self, x):
        super().append(x)
        return self
print(L([1]).append(2))
