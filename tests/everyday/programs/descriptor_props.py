class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner=None): return self if obj is None else getattr(obj, self.name, None)
    def __set__(self, obj, v):
        if not isinstance(v, self.kind): raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(obj, self.name, v)
class Disk:
    size = Typed(int); name = Typed(str)
    def __init__(self, name, size): self.name, self.size = name, size
    def __format__(self, spec): return f"<{self.name}:{self.size}>" if spec == "x" else str(self)
    def __str__(self): return self.name
    def __add__(self, o): return Disk(self.name + o.name, self.size + o.size)
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __eq__(self, o): return isinstance(o, Disk) and self.size == o.size
    def __hash__(self): return hash(self.size)
d = sum([Disk("a", 1), Disk("b", 2)])
print(f"{d:x} {d}", d == Disk("z", 3), len({d, Disk("q", 3)}), vars(d))
try: Disk("a", "b")
except TypeError as e: print(e)
