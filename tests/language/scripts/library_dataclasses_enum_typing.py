from dataclasses import dataclass, field, asdict, replace
from enum import Enum, IntEnum, Flag, auto
from typing import NamedTuple, Generic, TypeVar, Optional, Protocol
from abc import ABC, abstractmethod
from functools import lru_cache, partial, wraps, total_ordering, cached_property, reduce
from contextlib import contextmanager
from collections import Counter, defaultdict, deque
@dataclass(order=True)
class P:
    x: int
    y: list = field(default_factory=list)
    _z: int = 3
    def __post_init__(self): self._w = self._z + 1
p = P(1); p.y.append(2); print(p, asdict(p), replace(p, x=5), p < P(2), p._w)
@dataclass(frozen=True, slots=True)
class F:
    a: int
    _b: str = "b"
try: F(1).a = 2
except Exception as e: print(type(e).__name__, e)
print(F(1), hash(F(1)) == hash(F(1)), F(1)._b)
class Color(Enum):
    RED = auto(); BLUE = auto()
    @property
    def pretty(self): return self.name.title()
    @classmethod
    def _missing_(cls, v): return cls.RED
print(Color.RED, Color(99), Color.BLUE.pretty, [c.value for c in Color], Color.__members__.keys())
class Perm(Flag): R = 4; W = 2
print(Perm.R | Perm.W, Perm.R in (Perm.R | Perm.W))
class N(NamedTuple):
    a: int
    b: str = "x"
print(N(1), N(1)._asdict(), N(1)._replace(a=2), N._fields)
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self): self._items: list[T] = []
    def push(self, x: T) -> None: self._items.append(x)
    def pop(self) -> T: return self._items.pop()
s = Stack[int](); s.push(1); print(s.pop(), s._items)
class A(ABC):
    @abstractmethod
    def m(self): ...
    @property
    @abstractmethod
    def p(self): ...
try: A()
except TypeError as e: print("abstract")
class B(A):
    def m(self): return self._v
    p = property(lambda self: 3)
    _v = 9
print(B().m(), B().p)
class Proto(Protocol):
    def m(self) -> int: ...
calls = []
@lru_cache(maxsize=None)
def fib(n): calls.append(n); return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(20), len(calls), fib.cache_info().hits > 0, fib.__wrapped__(1), fib.__name__)
def deco(fn):
    @wraps(fn)
    def inner(*a): return fn(*a)
    return inner
@deco
def named(): "nd"
print(named.__name__, named.__doc__, partial(pow, 2)(3), reduce(lambda a, b: a + b, [1, 2]))
class CP:
    @cached_property
    def v(self): print("computed"); return 1
cp = CP(); print(cp.v, cp.v)
@contextmanager
def cm(n):
    print("in", n)
    try: yield n
    finally: print("out")
with cm(1) as q: print(q)
try:
    with cm(2): raise ValueError("x")
except ValueError as e: print(e)
c = Counter("hello"); d = defaultdict(list); d["a"].append(1); dq = deque([1], maxlen=2); dq.append(2)
print(c.most_common(1), dict(d), dq)
@total_ordering
class O:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(O(1) >= O(0))
