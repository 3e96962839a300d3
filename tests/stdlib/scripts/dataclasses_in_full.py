"""Every option of dataclass(), and what works on its objects."""

import copy
import dataclasses
from collections import OrderedDict, namedtuple
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, replace
from typing import ClassVar


@dataclass
class Plain:
    x: int
    y: "list[str]" = field(default_factory=list)
    _private: int = 3
    __mangled: int = 4
    total: ClassVar[int] = 0
    seed: InitVar[int] = 5
    hidden: str = field(default="h", repr=False, compare=False)
    derived: int = field(init=False, default=0)

    def __post_init__(self, seed):
        self.derived = self.x + seed + self._private + self.__mangled


p = Plain(1, ["a"])
print(p, p == Plain(1, ["a"]), p != Plain(2), p.derived, Plain.__match_args__)
print(asdict(p), astuple(p), [f.name for f in fields(p)], is_dataclass(p))
print(replace(p, x=10, seed=1))
for bad in (
    lambda: replace(p, derived=1),
    lambda: replace(p),
    lambda: Plain(),
    lambda: Plain(1, 2, 3, 4, 5, 6, 7),
    lambda: replace(5),
    lambda: asdict(5),
):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


@dataclass(frozen=True, order=True)
class Frozen:
    a: int
    b: str = "b"
    _c: float = field(default=1.5, hash=False)


f = Frozen(1)
print(f, hash(f) == hash(Frozen(1)), f < Frozen(2), sorted([Frozen(3), Frozen(1, "z"), f]), f >= f, len({f, Frozen(1)}))
for bad in (lambda: setattr(f, "a", 2), lambda: delattr(f, "a"), lambda: f < 5, lambda: setattr(f, "_c", 2)):
    try:
        print(bad())
    except (dataclasses.FrozenInstanceError, TypeError) as error:
        print(type(error).__name__, error)


@dataclass(slots=True, kw_only=True, eq=True)
class Slotted:
    one: int
    two: int = 2


s = Slotted(one=1)
print(s, Slotted.__slots__, s == Slotted(one=1, two=2), asdict(s), copy.copy(s), copy.deepcopy([s]), replace(s, two=5))
try:
    Slotted(1)
except TypeError as error:
    print(error)


@dataclass(frozen=True, slots=True)
class Both:
    v: tuple = ()


print(Both((1,)), copy.copy(Both((2,))), copy.deepcopy(Both(([],))), hash(Both()) == hash(Both()))


@dataclass
class Base:
    first: int
    _: KW_ONLY
    last: int = 9


@dataclass
class Child(Base):
    middle: int = 5

    @property
    def total(self):
        return self.first + self.middle + self.last


c = Child(1, 2, last=3)
print(c, c.total, Child(1) == Base(1), isinstance(c, Base))
Pair = namedtuple("Pair", "left right")


@dataclass
class Tree:
    value: int
    children: list = field(default_factory=list)
    table: dict = field(default_factory=dict)
    pair: object = None


t = Tree(1, [Tree(2), Tree(3, [Tree(4)])], pair=Pair(Tree(5), OrderedDict(k=Tree(6))))
t.table["x"] = [Plain(1)]
print(asdict(t)["children"][1]["children"], asdict(t, dict_factory=OrderedDict)["pair"], astuple(t)[3])
print(asdict(t)["table"], asdict(t)["table"] is not t.table)
print(t == copy.deepcopy(t), repr(Tree(1)))
t.children.append(t)
print(repr(t)[:60])


@dataclass(repr=False, eq=False, unsafe_hash=False)
class Bare:
    format: str = "f"
    obj: int = 1
    parser: int = 2

    def __repr__(self):
        return f"Bare({self.format}, {self.obj})"


b = Bare("x")
b.obj += 1
print(b, b == Bare("x"), b.parser)


@dataclass
class Named:
    format: str = "f"
    obj: int = 1


print(
    Named("g", 2),
    Named() == Named(),
    asdict(Named()),
    Named.__doc__,
    Named.__init__.__name__,
    Named.__init__.__qualname__,
)
match c:
    case Child(1, middle=m):
        print("matched", m)
match p:
    case Plain(x, y, private):
        print(x, y, private)
try:

    @dataclass
    class Wrong:
        a: int = 1
        b: str
except TypeError as error:
    print(error)
try:

    @dataclass
    class Mutable:
        a: list = []  # noqa: RUF008
except ValueError as error:
    print(error)
