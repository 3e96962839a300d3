# Names made when running, handed to whoever reads attributes by them.
import functools
import operator


def f():
    pass


name = "__glo" + "bals__"
for way in (
    lambda: functools.reduce(getattr, [f, name]),
    lambda: list(map(getattr, [f], [name])),
    lambda: functools.partial(getattr, f)(name),
    lambda: operator.attrgetter(name)(f),
    lambda: sorted([f], key=operator.attrgetter(name)),
    lambda: max([f], key=functools.partial(getattr, f) and (lambda it: id(getattr(it, name)))),
):
    try:
        print("PWNED", way())
    except Exception:
        pass
