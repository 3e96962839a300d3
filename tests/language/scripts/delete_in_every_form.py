"""del of names, items, slices, attributes, several, in functions and classes; what comes after."""


class Watched:
    def __init__(self):
        self.public, self._private, self.__mangled = 1, 2, 3
        self.log = []

    def __delitem__(self, key):
        self.log.append(key)

    def __delattr__(self, name):
        self.__dict__.setdefault("gone", []).append(name)
        super().__delattr__(name)

    def drop(self):
        del self._private, self.__mangled
        return sorted(vars(self))


w = Watched()
del w[1], w["a"], w[1:2], w[::3], w[1, 2]
assert w.log == [1, "a", slice(1, 2, None), slice(None, None, 3), (1, 2)]
assert w.drop() == ["gone", "log", "public"]
assert w.gone == ["_private", "_Watched__mangled"]
del w.public
assert not hasattr(w, "public")
try:
    del w.public
except AttributeError as error:
    assert "public" in str(error)

values = list(range(10))
del values[0], values[-1], values[1:3]
assert values == [1, 4, 5, 6, 7, 8]
del values[::2]
assert values == [4, 6, 8]
table = {"a": {"b": 1, "c": 2}}
del table["a"]["b"]
assert table == {"a": {"c": 2}}
a = b = c = 1
del (a, [b, c])
for name in "abc":
    assert name not in dir()


def f(x):
    del x
    try:
        return x
    except UnboundLocalError as error:
        return str(error)


assert "x" in f(1)


def outer():
    value = 1

    def inner():
        return value

    del value
    try:
        inner()
    except NameError as error:
        return type(error).__name__


assert outer() == "NameError"


class Body:
    kept, gone = 1, 2
    del gone
    names = [name for name in ("kept", "gone")]


assert not hasattr(Body, "gone") and Body.kept == 1


def forget():
    global forgotten
    del forgotten


forgotten = 1
forget()
try:
    forgotten
except NameError as error:
    assert str(error) == "name 'forgotten' is not defined"


class Descriptor:
    def __delete__(self, obj):
        obj.deleted = True


class Holder:
    field = Descriptor()


h = Holder()
del h.field
assert h.deleted
print("deleted", values, w.log)
