"""Decorators with and without arguments, stacked, on classes and methods; wraps; closures that keep state."""
import contextlib
import functools

log = []


def plain(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        log.append(function.__name__)
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def repeat(times, *, sep="|"):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return sep.join(str(function(*args, **kwargs)) for _ in range(times))

        return wrapper

    return decorate


@plain
@repeat(2, sep="-")
def greet(name, *, mark="!"):
    """Greets."""
    return name + mark


assert greet("a") == "a!-a!" and greet.__name__ == "greet" and greet.__doc__ == "Greets." and greet.__wrapped__("b") == "b!-b!"
greet.calls += 1
assert greet.calls == 1 and greet.__qualname__ == "greet"


class Register:
    found = {}

    def __init__(self, name):
        self._name = name

    def __call__(self, target):
        self.found[self._name] = target
        target.registered = self._name
        return target


@Register("one")
class One:
    @property
    @plain
    def value(self):
        return 5

    @classmethod
    @plain
    def made(cls):
        return cls.__name__

    @staticmethod
    @repeat(3)
    def static():
        return "s"

    @functools.cached_property
    def costly(self):
        log.append("computed")
        return [1]

    @functools.singledispatchmethod
    def show(self, value):
        return "object"

    @show.register
    def _(self, value: int):
        return "int"

    @show.register(list)
    def _(self, value):
        return "list"


o = One()
assert (o.value, One.made(), One.static(), o.costly is o.costly, One.registered) == (5, "One", "s|s|s", True, "one")
assert (o.show(1), o.show([]), o.show("x")) == ("int", "list", "object")
assert log.count("computed") == 1 and Register.found["one"] is One


@functools.lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


assert fibonacci(60) == 1548008755920 and fibonacci.cache_info().hits > 0


@contextlib.contextmanager
def section(name):
    log.append(f"<{name}>")
    try:
        yield name.upper()
    except KeyError as error:
        log.append(f"caught {error}")
    finally:
        log.append(f"</{name}>")


with section("a") as upper, section("b"):
    log.append(upper)
    raise KeyError("k")


@functools.singledispatch
def describe(value):
    return "thing"


@describe.register
def _(value: str):
    return "text"


@describe.register(int)
@describe.register(float)
def _(value):
    return "number"


assert [describe(v) for v in ("a", 1, 2.5, None)] == ["text", "number", "number", "thing"]
add = functools.partial(lambda a, b, c=0: a + b + c, 1, c=10)
assert add(5) == 16 and add.args == (1,) and add.keywords == {"c": 10}
assert functools.reduce(lambda a, b: a * b, range(1, 6)) == 120
compose = lambda *fs: functools.reduce(lambda f, g: lambda x: f(g(x)), fs)
assert compose(str, abs, int)("-5") == "5"


def curry(function, *bound):
    return lambda *more: curry(function, *bound, *more) if len(bound) + len(more) < 3 else function(*bound, *more)


assert curry(lambda a, b, c: a + b * c)(1)(2)(3) == 7
print(log)
