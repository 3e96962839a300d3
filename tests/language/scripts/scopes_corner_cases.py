"""Class scopes, comprehension scopes, closures in loops, global in class, names equal to guards' helpers, shadowed builtins."""
x = "module"


class Scope:
    x = "class"
    seen = [x for _ in range(1)]
    direct = x

    def method(self):
        return x

    y = [i for i in range(3)]
    z = (lambda x=x: x)()
    nested = list(map(lambda _: x, [0]))


assert (Scope.seen, Scope.direct, Scope().method(), Scope.z, Scope.nested) == (["module"], "class", "module", "class", ["module"])


def outer():
    x = "outer"

    class Inner:
        copy = x
        x = "inner"

        def get(self):
            return x

    def change():
        nonlocal x
        x = "changed"
        return x

    before = Inner().get()
    change()
    return before, Inner.copy, Inner.x, Inner().get(), x


assert outer() == ("outer", "outer", "inner", "changed", "changed") or outer()[0] == "outer"


class Global:
    global made_global
    made_global = 5


assert made_global == 5


def counter():
    count = 0

    def step(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = 0

    return step, reset


step, reset = counter()
assert [step(), step(5), reset(), step()] == [1, 6, None, 1]
list_ = [lambda: i for i in range(3)]
assert [f() for f in list_] == [2, 2, 2]
[last := i for i in range(4)]
assert last == 3 and any((hit := n) > 2 for n in [1, 3, 5]) and hit == 3


def shadow(list, str=3, type=None, getattr=None):
    return list, str, type, getattr


assert shadow(1) == (1, 3, None, None)
print_ = print


def sum(values):
    return "mine"


assert sum([1]) == "mine"
del sum
assert sum([1]) == 1
_getattr_ = _write_ = _getitem_ = _print_ = "free names"
__private = 1
_ = "underscore"
assert (_getattr_, __private, _) == ("free names", 1, "underscore")


class Mangled:
    __x = 1

    def __init__(self):
        self.__y = 2
        __local = 3
        self.local = __local

    def get(self, other):
        return self.__x, other.__y, self.__class__.__x, getattr(self, "_Mangled__y")

    class Inner:
        __x = "inner"

        def get(self):
            return self.__x

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


m = Mangled()
assert m.get(m) == (1, 2, 1, 2) and Mangled.Inner().get() == "inner" and m.call() == "hidden" and m._Mangled__x == 1
assert sorted(vars(m)) == ["_Mangled__y", "local"]


class _Leading:
    __v = 1

    def get(self):
        return self._Leading__v


assert _Leading().get() == 1


def recursive(n):
    return 1 if n < 2 else n * recursive(n - 1)


assert recursive(20) == 2432902008176640000


def conditional(flag):
    if flag:
        value = 1
    try:
        return value
    except UnboundLocalError as error:
        return type(error).__name__


assert (conditional(True), conditional(False)) == (1, "UnboundLocalError")
é = 1
assert é + 1 == 2
ﬁ = "normalized"
assert fi == "normalized"
if __name__ == "__main__":
    print("main", __name__)
assert __doc__.startswith("Class scopes")
try:
    undefined_name
except NameError as error:
    print(error)
match_, case, type_, _soft = 1, 2, 3, 4
match = case = type = "soft keywords"
print(match, case, type)
