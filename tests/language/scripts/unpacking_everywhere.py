"""Star-unpacking in assignment, calls, displays, returns, subscripts; its errors."""
a, *b = "hello"
assert (a, b) == ("h", list("ello"))
*a, b = [1]
assert (a, b) == ([], 1)
first, (second, *third), [fourth] = 1, (2, 3, 4), "z"
assert (first, second, third, fourth) == (1, 2, [3, 4], "z")
[x, [y, *z]] = [1, range(3)]
assert (x, y, z) == (1, 0, [1, 2])
assert [*range(3), *"ab", 9] == [0, 1, 2, "a", "b", 9]
assert {**{"a": 1, "b": 2}, "b": 3, **{"c": 4}} == {"a": 1, "b": 3, "c": 4}
assert {*[1, 2], *[2, 3]} == {1, 2, 3}
assert (*[1], *[2]) == (1, 2)


def call(*args, **kwargs):
    return args, kwargs


assert call(*[1], 2, *(3, 4), k=5, **{"m": 6}) == ((1, 2, 3, 4), {"k": 5, "m": 6})
assert call(*"", **{}) == ((), {})


def give():
    return 1, *[2, 3]


assert give() == (1, 2, 3)


def produce():
    got = yield 1, *[2]
    yield got


g = produce()
assert next(g) == (1, 2) and g.send(5) == 5


class Sub:
    def __getitem__(self, key):
        return key


assert Sub()[1, *[2, 3]] == (1, 2, 3) and Sub()[1:2, ...] == (slice(1, 2), Ellipsis)


class Target:
    pass


t = Target()
t.x, t._y, *t.rest = range(5)
assert (t.x, t._y, t.rest) == (0, 1, [2, 3, 4])
row = [0, 0]
row[0], row[1] = "ab"
assert row == ["a", "b"]
for bad in ("a, b = [1]", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = 5"):
    try:
        match bad:
            case "a, b = [1]":
                a, b = [1]
            case "a, b = 1, 2, 3":
                a, b = (1, 2, 3)
            case "a, *b, c = [1]":
                a, *b, c = [1]
            case _:
                a, b = 5
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
for bad in ({"args": 5}, {"kwargs": 5}, {"kwargs": {1: 2}}):
    try:
        call(*bad.get("args", ()), **bad.get("kwargs", {}))
    except TypeError as error:
        print(str(error).partition(".")[2])
