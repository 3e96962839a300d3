# Attributes read by text in C: a generator's frame, a function's globals, a method by name.
import operator


def f():
    yield 1


g = f()
next(g)
for way in (
    lambda: operator.attrgetter("gi_frame.f_globals")(g),
    lambda: operator.attrgetter("__globals__")(f),
    lambda: operator.attrgetter("a", "__globals__")(f),
    lambda: operator.methodcaller("__subclasses__")(object),
    lambda: operator.methodcaller("__getattribute__", "__globals__")(f),
):
    try:
        print("PWNED", way())
    except Exception:
        pass
