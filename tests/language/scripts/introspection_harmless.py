def f(a: int) -> str:
    """doc"""
class C:
    """cdoc"""
    x = 1
    def m(self): "mdoc"
c = C(); c.y = 2
print(f.__name__, f.__doc__, f.__qualname__, f.__module__, f.__annotations__, C.__name__, C.__doc__, C.m.__doc__, c.__class__.__name__, type(c).__name__)
print(c.__dict__, vars(c), sorted(k for k in C.__dict__ if not k.startswith("_")), c.__doc__, c.m.__name__, len.__name__, int.__name__, "".join.__name__, int.__doc__ == int.__doc__)
c.__dict__.update(z=3); print(c.z); vars(c)["w"] = 4; print(c.w)
print([n for n in dir(c) if not n.startswith("_")], getattr(c, "x"), getattr(c, "nope", None), hasattr(c, "m"), isinstance(c.__class__, type))
print(C.__bases__, C.__mro__, C.mro(), bool(C.__subclasses__()), c.__module__)
class AttrDict(dict):
    def __init__(self, *a, **k): super().__init__(*a, **k); self.__dict__ = self
ad = AttrDict(a=1); ad.b = 2; print(ad, ad.a)
class Borg:
    _state = {}
    def __init__(self): self.__dict__ = self._state
Borg().q = 1; print(Borg().q)
for name in ("x", "_nothing"):
    try: print(getattr(c, name))
    except AttributeError as e: print(e)
try: getattr(c, 1)
except TypeError as e: print(e)
try: setattr(c, 1, 2)
except TypeError as e: print("TypeError")
class R:
    def __repr__(self): return f"{self.__class__.__qualname__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"
r = R(); r.a = 1; r._b = 2; print(r)
setattr(C, "added", lambda self: "added"); print(c.added()); C.__repr__ = lambda self: "patched"; print(c)
delattr(C, "added"); print(hasattr(c, "added")); f.__doc__ = "new"; print(f.__doc__)
g = lambda: 0; g.__name__ = "g2"; g.__qualname__ = "q.g2"; print(g.__name__, g.__qualname__)
print(C.x.__class__, (5).__class__.__name__, (5).real, (5).bit_length(), [].__len__(), {}.__contains__(1), "a".__eq__("a"), int.__add__(1, 2), str.__len__("ab"), object.__repr__ is not None, (1).__add__(2), list.__getitem__([7], 0))
def names():
    local = 1
    other = c
    return dir()
print(names(), "c" in dir(), [n for n in dir() if " " in n])
values = []
assert values.append.__self__ is values and "x".join.__self__ == "x" and {}.get.__self__ == {}
