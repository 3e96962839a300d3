from __future__ import annotations
import inspect, functools, typing, dataclasses, json
from collections import namedtuple
from typing import List, Optional, Annotated

def f(a, b: int = 1, *args, c: Optional[str] = None, **kw) -> List["A"]:
    """Doc of f.

        indented
    """
    return a

class A:
    """Class A."""
    x: int = 1
    y: "list[A]"
    z: Annotated[int, "m"]
    def __init__(self, x, y=2): self.x = x
    def meth(self, q):
        """m"""
        return q
    @classmethod
    def cm(cls, w): pass
    @staticmethod
    def sm(e): pass
    @property
    def prop(self): return 1
    async def co(self): pass
    def gen(self): yield 1

class B(A):
    def meth(self, q):
        return 2

@dataclasses.dataclass
class D:
    a: int
    b: str = "x"

P = namedtuple("P", "x y", defaults=[A])
print(inspect.signature(f), inspect.signature(A), inspect.signature(D), inspect.signature(A.meth), inspect.signature(A(1).meth))
print(inspect.signature(functools.partial(f, 1, c=2)), inspect.signature(lambda x, /, y: 0))
print(inspect.signature(f, eval_str=True) if True else 0)
print(inspect.signature(P))
print(inspect.getdoc(f), inspect.getdoc(B.meth), inspect.getdoc(B().meth) if False else "", inspect.getdoc(A))
print(inspect.getsource(f)); print(inspect.getsource(A)); print(inspect.getsource(B.meth)); print(inspect.getsourcelines(D))
print([n for n, v in inspect.getmembers(A, inspect.isfunction)])
print([n for n, v in inspect.getmembers(A(1), inspect.ismethod)])
print([n for n, v in inspect.getmembers(A(1)) if not n.startswith("_")])
print(inspect.getmro(B), inspect.isclass(A), inspect.iscoroutinefunction(A.co), inspect.isgeneratorfunction(A.gen))
print(typing.get_type_hints(A), typing.get_type_hints(f), typing.get_type_hints(D), typing.get_type_hints(A, include_extras=True))
b = inspect.signature(f).bind(1, 2, 3, c="x", z=5)
b.apply_defaults()
print(b.arguments, b.args, b.kwargs)
print(inspect.getfullargspec(f))
def caller():
    return inspect.stack()[1].function, inspect.stack()[0][3], inspect.stack()[1].lineno
def outer(): return caller()
print(outer())
@functools.wraps(f)
def wrapped(*a, **k): return f(*a, **k)
print(inspect.signature(wrapped), inspect.unwrap(wrapped) is f)
for p in inspect.signature(f).parameters.values(): print(p, p.kind, p.kind.name, p.default is inspect.Parameter.empty, p.annotation)
try: inspect.signature(f).bind()
except TypeError as e: print(e)
print(inspect.signature(json.dumps), inspect.signature(len), inspect.signature(str.upper), inspect.signature(sorted))
print(inspect.ismodule(json), inspect.isbuiltin(len), inspect.isroutine(f), inspect.isabstract(A))
print(inspect.cleandoc("  a\n    b\n"))
g = A(1).gen(); print(inspect.getgeneratorstate(g)); next(g); print(inspect.getgeneratorstate(g))
@functools.singledispatch
def sd(x): return "base"
@sd.register
def _(x: int): return "int"
print(sd(1), sd("a"))
