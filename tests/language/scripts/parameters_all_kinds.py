"""Positional-only, keyword-only, defaults evaluated once, star, annotations, errors of calls, introspection of names."""


def f(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


assert f(1, d=4) == (1, 2, 3, (), 4, 5, {})
assert f(1, 20, 30, 40, 50, d=4, e=6, z=7, a=8) == (1, 20, 30, (40, 50), 4, 6, {"z": 7, "a": 8})
for arguments, keywords in (((), {}), ((1,), {}), ((1,), {"d": 1, "b": 2, "c": 3}), ((1, 2, 3), {"c": 1, "d": 2})):
    try:
        print(f(*arguments, **keywords))
    except TypeError as error:
        print(error)


def g(*, key):
    return key


def h(x, /):
    return x


for call in (lambda: g(1), lambda: g(), lambda: g(key=1, other=2), lambda: h(x=1), lambda: h(1, 2)):
    try:
        call()
    except TypeError as error:
        print(error)
made = []


def default(x, store=made, *, other=[]):
    store.append(x)
    other.append(x)
    return other


default(1)
assert default(2) == [1, 2] and made == [1, 2]
counter = iter(range(9))
functions = [lambda n=n: n * 10 for n in range(3)]
assert [function() for function in functions] == [0, 10, 20]
late = [lambda: n for n in range(3)]
assert [function() for function in late] == [2, 2, 2]


def annotated(a: int, *b: "str", c: list[int] = None, **d: dict) -> tuple:
    """Says something."""


assert annotated.__annotations__ == {"a": int, "b": "str", "c": list[int], "d": dict, "return": tuple}
assert (annotated.__name__, annotated.__qualname__, annotated.__doc__) == ("annotated", "annotated", "Says something.")
annotated.calls = 0
annotated.calls += 1
annotated._hidden = "own"
assert (annotated.calls, annotated._hidden) == (1, "own")


class K:
    def method(self, /, *args, **kwargs):
        return len(args), kwargs

    @classmethod
    def made(cls, value=None):
        return cls.__name__, value

    @staticmethod
    def alone(*, key="k"):
        return key


assert K().method(1, self=2) == (1, {"self": 2}) and K.method(K(), 1) == (1, {})
assert K.made(3) == ("K", 3) and K().alone() == "k" and K.alone(key=1) == 1
assert (lambda *a, k=1, **m: (a, k, m))(1, 2, k=3, z=4) == ((1, 2), 3, {"z": 4})
assert (lambda: (yield))().send(None) is None
print("parameters")
