"""Every kind of pattern: literal, value, capture, wildcard, group, sequence, mapping, class, or, as, guard; nested."""
import enum
from collections import OrderedDict, namedtuple
from dataclasses import dataclass


class Colour(enum.Enum):
    RED = 1
    _HIDDEN = 2


@dataclass
class Point:
    x: int
    y: int = 0


@dataclass(frozen=True)
class Line:
    start: Point
    end: Point
    _style: str = "solid"


Pair = namedtuple("Pair", "left right")


class Plain:
    __match_args__ = ("first", "_second")

    def __init__(self, first, second):
        self.first, self._second = first, second


class Limits:
    top = 10
    _low = 1


def kind(value):
    match value:
        case None | True | False:
            return f"singleton {value}"
        case -1 | 2.5 | 3 + 4j | "text" | b"bytes":
            return f"literal {value!r}"
        case Limits.top:
            return "top"
        case Limits._low:
            return "low"
        case Colour.RED | Colour._HIDDEN as found:
            return f"enum {found.name}"
        case []:
            return "empty"
        case [only]:
            return f"one {only!r}"
        case [1, 2, *rest] | (1, *rest, 2):
            return f"starts {rest}"
        case [Point(x=0), *_, Point(y=last)]:
            return f"points to {last}"
        case ["go", ("north" | "south") as way, *more] if not more:
            return f"go {way}"
        case {"type": "a", "value": int(number) | float(number)}:
            return f"a {number}"
        case {"type": str(kind), **rest} if rest:
            return f"rest {kind} {sorted(rest)}"
        case {}:
            return "mapping"
        case Point(0, 0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point(x=x):
            return f"point {x}"
        case Line(Point(a, _), Point() as end, _style="dashed"):
            return f"dashed {a} {end}"
        case Line(start=Point(x=sx)):
            return f"line {sx}"
        case Pair(left, right=[*items]):
            return f"pair {left} {items}"
        case Plain(f, s):
            return f"plain {f} {s}"
        case str() | bytes():
            return "string"
        case int(n) if n > 100:
            return f"big {n}"
        case bool() | int():
            return "int"
        case set() | frozenset():
            return "set"
        case (a, b):
            return f"two {a} {b}"
        case (lambda_like):
            return type(lambda_like).__name__


values = [
    None, True, -1, 2.5, 3 + 4j, "text", b"bytes", 10, 1, Colour.RED, Colour._HIDDEN, [], [5], ["x"], [1, 2], [1, 2, 3],
    (1, 7, 8, 2), [Point(0), 3, Point(1, 9)], ["go", "north"], ["go", "north", "fast"], {"type": "a", "value": 3},
    {"type": "a", "value": 1.5}, {"type": "a", "value": "s"}, {"type": "b"}, {}, OrderedDict(type="c", z=1), Point(0, 0),
    Point(3, 3), Point(3, 4), Line(Point(1), Point(2), "dashed"), Line(Point(7), Point(8)), Pair(1, (2, 3)), Pair(1, 2),
    Plain(1, 2), "other", b"other", 1000, 7, {1}, frozenset(), (8, 9), range(0), "xy", 5.5, object, iter([]),
]  # fmt: skip
for value in values:
    print(kind(value))
match [1, [2, {"k": (3, Point(4, 5))}]]:
    case [a, [b, {"k": (c, Point(d, y=e))}]]:
        assert (a, b, c, d, e) == (1, 2, 3, 4, 5)
match 1, 2:
    case 1, x:
        assert x == 2
match "abc":
    case [*_]:
        raise AssertionError("a string is no sequence here")
    case _:
        pass
match {"a": 1}:
    case {"a": 2} | {"b": _}:
        raise AssertionError
bound = "before"
match (1, 2):
    case (bound, 3):
        raise AssertionError
    case _:
        pass
try:
    match 1:
        case Point(1, 2, 3):
            pass
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as error:
    print(error)
try:
    match 5:
        case int(1, 2):
            pass
except TypeError as error:
    print(error)
log = []
match [log.append("subject"), 2][1]:
    case 1 if log.append("never"):
        pass
    case 2 if log.append("guard") or False:
        pass
    case n if not log.append("last"):
        log.append(n)
print(log)
