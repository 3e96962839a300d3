"""Own containers, context managers, callables, numbers, copies, iteration protocols as the interpreter uses them."""
import copy
import functools
from collections.abc import Mapping, MutableSequence


class Table(Mapping):
    def __init__(self, **rows):
        self._rows = rows

    def __getitem__(self, key):
        return self._rows[key]

    def __iter__(self):
        return iter(self._rows)

    def __len__(self):
        return len(self._rows)


t = Table(a=1, b=2)
assert dict(t) == {"a": 1, "b": 2} and {**t} == dict(t) and "a" in t and t.get("z", 9) == 9 and list(t.items())[0] == ("a", 1)
assert t == {"a": 1, "b": 2} and len(t) == 2 and sorted(t.values()) == [1, 2]


class Sequence(MutableSequence):
    def __init__(self, *items):
        self._items = list(items)
        self.log = []

    def __getitem__(self, index):
        self.log.append(index)
        return self._items[index]

    def __setitem__(self, index, value):
        self._items[index] = value

    def __delitem__(self, index):
        del self._items[index]

    def __len__(self):
        return len(self._items)

    def insert(self, index, value):
        self._items.insert(index, value)


s = Sequence(1, 2, 3)
s.append(4)
s[0] += 10
s[1:2] = [7, 8]
s += [9]
s.remove(4)
assert s._items == [11, 7, 8, 3, 9] and s.pop() == 9 and list(reversed(s)) == [3, 8, 7, 11] and 7 in s and s.index(8) == 2
assert s.log[0] == 0


class Vector:
    def __init__(self, *values):
        self._values = tuple(values)

    def __iter__(self):
        return iter(self._values)

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self, other, strict=True)))

    def __mul__(self, factor):
        return Vector(*(a * factor for a in self))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self, other))

    def __eq__(self, other):
        return isinstance(other, Vector) and self._values == other._values

    def __repr__(self):
        return f"Vector{self._values}"

    def __copy__(self):
        return Vector(*self._values)

    def __deepcopy__(self, memo):
        return Vector(*(copy.deepcopy(value, memo) for value in self))

    def __bool__(self):
        return any(self)

    def __round__(self, digits=0):
        return Vector(*(round(value, digits) for value in self))


v = Vector(1, 2)
assert v + v == Vector(2, 4) == 2 * v == v * 2 and -v == Vector(-1, -2) and v @ v == 5 and not Vector(0, 0)
assert copy.copy(v) == v and copy.copy(v) is not v and copy.deepcopy([v])[0] == v and round(Vector(1.26), 1) == Vector(1.3)
assert repr(v) == "Vector(1, 2)" and str(v) == "Vector(1, 2)" and f"{v}" == "Vector(1, 2)"


@functools.total_ordering
class Version:
    def __init__(self, text):
        self._parts = tuple(map(int, text.split(".")))

    def __eq__(self, other):
        return self._parts == other._parts

    def __lt__(self, other):
        return self._parts < other._parts


assert Version("1.10") > Version("1.9") >= Version("1.9") and max(Version("2.0"), Version("10.0"))._parts == (10, 0)


class Suppress:
    def __init__(self, *kinds):
        self._kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        self.caught = error
        return kind is not None and issubclass(kind, self._kinds)


with Suppress(KeyError) as outer, Suppress(ValueError) as inner:
    {}["x"]
assert type(outer.caught) is KeyError and inner.caught is outer.caught


class Memo:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self._function, self._seen = function, {}

    def __call__(self, *args):
        if args not in self._seen:
            self._seen[args] = self._function(*args)
        return self._seen[args]

    def __get__(self, obj, owner=None):
        return functools.partial(self, obj)


@Memo
def slow(n):
    """Takes long."""
    return n if n < 2 else slow(n - 1) + slow(n - 2)


assert slow(50) == 12586269025 and slow.__name__ == "slow" and slow.__doc__ == "Takes long."


class Default(dict):
    def __missing__(self, key):
        self[key] = value = [key]
        return value


d = Default()
d["x"].append(1)
assert d == {"x": ["x", 1]} and d.get("y") is None


class Old:
    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return index * 10


assert list(Old()) == [0, 10, 20] and 20 in Old() and [*Old()][1:] == [10, 20]
assert list(iter(iter([1, 2, 0, 3]).__next__, 0)) == [1, 2]


class Hint:
    def __length_hint__(self):
        return 5

    def __bytes__(self):
        return b"bytes"

    def __complex__(self):
        return 1j

    def __float__(self):
        return 2.5

    def __fspath__(self):
        return "/srv/x"

    def __trunc__(self):
        return 2

    def __floor__(self):
        return 2

    def __ceil__(self):
        return 3


import math
import os

h = Hint()
assert (bytes(h), complex(h), float(h), os.fspath(h), math.floor(h), math.ceil(h), math.trunc(h)) == (b"bytes", 1j, 2.5, "/srv/x", 2, 3, 2)
print("containers", v, s._items)
