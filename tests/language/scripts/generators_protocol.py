"""send, throw, close, return values, yield from with all of them, in comprehensions, with finally, infinite ones."""
log = []


def inner():
    try:
        got = yield "first"
        log.append(("got", got))
        try:
            got = yield "second"
        except ValueError as error:
            log.append(("caught", str(error)))
            got = yield "recovered"
        return got
    finally:
        log.append("inner closed")


def outer():
    result = yield from inner()
    log.append(("result", result))
    yield from ()
    yield from [1, 2]
    return "done"


g = outer()
assert next(g) == "first" and g.send(5) == "second"
assert g.throw(ValueError("thrown")) == "recovered"
assert g.send("answer") == 1 and next(g) == 2
try:
    next(g)
except StopIteration as stop:
    assert stop.value == "done"
print(log)
log.clear()
g = outer()
next(g)
g.close()
assert log == ["inner closed"]
try:
    g.send(None)
except StopIteration as stop:
    assert stop.value is None


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            log.append("exit")
            raise


s = stubborn()
next(s)
del s


def raising():
    yield 1
    raise LookupError("inside")


try:
    list(raising())
except LookupError as error:
    assert str(error) == "inside"


def stops():
    yield 1
    raise StopIteration("wrong")


try:
    list(stops())
except RuntimeError as error:
    assert str(error) == "generator raised StopIteration"
    assert type(error.__cause__).__name__ == "StopIteration"


def naturals():
    n = 0
    while True:
        step = yield n
        n += step or 1


n = naturals()
assert [next(n), next(n), n.send(10), next(n)] == [0, 1, 11, 12]
try:
    naturals().send(1)
except TypeError as error:
    print(error)
lazy = (x * log.append(x) if x > 2 else x for x in range(3))
assert list(lazy) == [0, 1, 2]
nested = ((i, j) for i in range(3) for j in (k for k in range(i)))
assert list(nested) == [(1, 0), (2, 0), (2, 1)]
assert sum(x for x in range(5) if x % 2) == 4


class Tree:
    def __init__(self, value, *children):
        self.value, self._children = value, children

    def __iter__(self):
        yield self.value
        for child in self._children:
            yield from child


assert list(Tree(1, Tree(2, Tree(3)), Tree(4))) == [1, 2, 3, 4]
assert (lambda: [(yield)])().__class__.__name__ == "generator"
import itertools

assert list(itertools.islice(naturals(), 3)) == [0, 1, 2]


def accumulate():
    total = 0
    while (value := (yield total)) is not None:
        total += value
    return total


a = accumulate()
next(a)
for value in (1, 2, 3):
    a.send(value)
try:
    a.send(None)
except StopIteration as stop:
    assert stop.value == 6
print("generators", log)
