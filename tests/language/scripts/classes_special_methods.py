class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + getattr(o, "x", o))
    def __radd__(self, o): return V(o + self.x)
    def __iadd__(self, o): self.x += 100; return self
    def __sub__(self, o): return NotImplemented
    def __mul__(self, o): return V(self.x * o)
    def __neg__(self): return V(-self.x)
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __repr__(self): return f"V({self.x})"
    def __str__(self): return f"<{self.x}>"
    def __format__(self, spec): return f"[{spec}|{self.x}]"
    def __bool__(self): return bool(self.x)
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return (i.start, i.stop, i.step)
        if i >= 3: raise IndexError
        return self.x + i
    def __setitem__(self, i, v): self.set = (i, v)
    def __delitem__(self, i): self.deleted = i
    def __contains__(self, i): return i == self.x
    def __call__(self, *a, **k): return a, k
    def __iter__(self): yield from (self.x, self.x)
    def __reversed__(self): return iter("rev")
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a[0] and a[0].__name__); return True
    def __int__(self): return self.x
    def __index__(self): return self.x
    def __float__(self): return float(self.x)
    def __round__(self, n=None): return ("round", n)
    def __divmod__(self, o): return ("divmod", o)
    def __matmul__(self, o): return ("matmul", o)
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __pow__(self, o): return "pow"
    def __bytes__(self): return b"bytes"
    def __dir__(self): return ["b", "a"]
    def __getattr__(self, n):
        if n.startswith("dyn_"): return n[4:]
        raise AttributeError(n)
    def __delattr__(self, n): print("del", n); super().__delattr__(n)
    def __setattr__(self, n, v): super().__setattr__(n, v)
v = V(2)
print(v + 1, 1 + v, v * 3, -v, v == V(2), v < V(3), {v: 1}[V(2)], str(v), repr(v), f"{v:spec}", f"{v!r:>6}", bool(V(0)))
print(len(v), v[1], v[1:2], 2 in v, 3 in v, v(1, a=2), list(v), list(reversed(v)), int(v), [0, 1, 2, 3][v], float(v))
print(round(v), round(v, 2), divmod(v, 1), v @ 1, ~v, abs(v), v ** 2, bytes(v), dir(v), v.dyn_thing, hasattr(v, "nope"))
v[3] = 4; print(v.set); del v[5]; print(v.deleted)
v += 1; print(v); v.extra = 1; del v.extra
with v as w:
    raise ValueError("swallowed")
try:
    v - 1
except TypeError as e:
    print(e)
print(sorted([V(3), V(1)]), max(V(1), V(2)), sum([V(1), V(2)], V(0)))
class Desc:
    def __set_name__(self, owner, name): self.name = name; print("name", owner.__name__, name)
    def __get__(self, obj, cls): return self if obj is None else obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, value): obj.__dict__[self.name] = value
    def __delete__(self, obj): obj.__dict__.pop(self.name, None)
class H:
    d = Desc()
h = H(); print(h.d); h.d = 4; print(h.d, vars(h)); del h.d; print(h.d, H.d.name)
class Frozen:
    def __init__(self, a): object.__setattr__(self, "a", a)
    def __setattr__(self, n, v): raise AttributeError(f"frozen {n}")
    def __getattribute__(self, n):
        if n == "magic": return "m"
        return object.__getattribute__(self, n)
fz = Frozen(3)
print(fz.a, fz.magic, fz.__dict__)
try: fz.a = 1
except AttributeError as e: print(e)
class New:
    _instance = None
    def __new__(cls, *a):
        if cls._instance is None: cls._instance = super().__new__(cls)
        return cls._instance
print(New() is New(), New._instance is New())
class Item:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(Item[int])
class T(tuple):
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
print(T(1, 2))
