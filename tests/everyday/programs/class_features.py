import abc
from typing import ClassVar, Protocol, Iterator, TypeVar, Generic, overload, NamedTuple, TypedDict, Literal
T = TypeVar("T")
class Shape(abc.ABC):
    registry: ClassVar[list[type]] = []
    def __init_subclass__(cls, /, sides=0, **kw):
        super().__init_subclass__(**kw)
        cls.sides = sides
        Shape.registry.append(cls)
    @property
    @abc.abstractmethod
    def area(self) -> float: ...
    def __lt__(self, other): return self.area < other.area
class Square(Shape, sides=4):
    __slots__ = ("_s",)
    def __init__(self, s): self._s = s
    @property
    def area(self): return self._s ** 2
    @area.setter
    def area(self, v): self._s = v ** 0.5
    @staticmethod
    def unit(): return Square(1)
    def __repr__(self): return f"Square({self._s})"
try:
    Shape()
except TypeError as e:
    print(str(e)[:40])
s = Square(3); s.area = 16
print(s, s.area, Square.unit(), Shape.registry[0].__name__, Square.sides, sorted([s, Square(1)]))
class Stack(Generic[T]):
    def __init__(self) -> None: self._items: list[T] = []
    def push(self, x: T) -> "Stack[T]":
        self._items.append(x); return self
    def __iter__(self) -> Iterator[T]: return iter(self._items[::-1])
    def __bool__(self): return bool(self._items)
print(list(Stack[int]().push(1).push(2)), bool(Stack()))
class Closer(Protocol):
    def close(self) -> None: ...
class P(NamedTuple):
    x: int
    y: int = 0
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
print(P(3, 4).norm(), P(1), P(1)._asdict())
class TD(TypedDict, total=False):
    a: int
    b: Literal["x"]
print(TD(a=1), TD.__annotations__.keys() if False else "")
class Meta(type):
    def __new__(m, name, bases, ns):
        ns["tag"] = name.lower()
        return super().__new__(m, name, bases, ns)
class Tagged(metaclass=Meta): pass
print(Tagged.tag, Tagged().__class__.__name__, isinstance(s, Shape), issubclass(Square, abc.ABC))
class Dyn:
    def __getattr__(self, n): return f"dyn_{n}"
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __call__(self, *a): return a
d = Dyn(); d.q = 2
print(d.q, d.zzz, d(1, 2), callable(d))
