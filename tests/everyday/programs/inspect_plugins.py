"""A plugin registry that discovers handlers by signature and docstring."""
from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, get_type_hints

REGISTRY: dict[str, Callable[..., Any]] = {}


def command(name: str | None = None, *, aliases: tuple[str, ...] = ()):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            bound = inspect.signature(fn).bind(*args, **kwargs)
            bound.apply_defaults()
            hints = get_type_hints(fn)
            for key, value in bound.arguments.items():
                want = hints.get(key)
                if isinstance(want, type) and not isinstance(value, want):
                    bound.arguments[key] = want(value)
            return fn(*bound.args, **bound.kwargs)

        for key in (name or fn.__name__, *aliases):
            REGISTRY[key] = wrapper
        return wrapper

    return deco


@command(aliases=("plus",))
def add(a: int, b: int = 1) -> int:
    """Add two numbers.

    The second defaults to one.
    """
    return a + b


@command("upper")
def shout(text: str, *, times: int = 1) -> str:
    """Upper-case text."""
    return " ".join([text.upper()] * times)


class Tool:
    """A tool with methods."""

    def run(self, path: str, depth: int = 3) -> None:
        """Run it."""

    async def fetch(self, url: str) -> bytes:
        """Fetch it."""

    def _hidden(self):
        pass

    @property
    def size(self) -> int:
        return 3


def describe(obj) -> None:
    for name, member in inspect.getmembers(obj, inspect.isfunction):
        if name.startswith("_"):
            continue
        sig = inspect.signature(member)
        kind = "async" if inspect.iscoroutinefunction(member) else "sync"
        params = [p.name + ("" if p.default is p.empty else f"={p.default!r}") for p in sig.parameters.values()]
        print(f"  {kind:5} {name}({', '.join(params)}) -> {sig.return_annotation}: {inspect.getdoc(member)}")


for key in sorted(REGISTRY):
    fn = REGISTRY[key]
    print(f"{key:<6} {inspect.signature(fn)}  {inspect.getdoc(fn).splitlines()[0]}")
print(REGISTRY["add"]("4", "5"), REGISTRY["plus"](1), REGISTRY["upper"]("hi", times="3"))
describe(Tool)
try:
    REGISTRY["add"]()
except TypeError as exc:
    print("error:", exc)
print(inspect.getsource(shout.__wrapped__).splitlines()[1])
print([n for n, _ in inspect.getmembers(Tool, lambda m: isinstance(m, property))])
print(inspect.isclass(Tool), inspect.ismethod(Tool().run), inspect.isfunction(Tool.run), inspect.getmro(Tool))


def who():
    return inspect.stack()[1].function


def caller():
    return who()


print(caller())
