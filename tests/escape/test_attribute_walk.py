"""Walking every attribute that a script may read, from every kind of object it can make, reaches nothing dangerous."""

import builtins
import gc
import types
from collections import deque
from typing import Any

import pytest

from rexpy.worker.language import compile_script, execute, new_namespace
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.language.names import HIDDEN

MAX_OBJECTS = 20_000
DANGEROUS_TYPES = (types.ModuleType, types.FrameType, types.CodeType, types.CellType)
DANGEROUS = [
    getattr(builtins, name)
    for name in ("eval", "exec", "compile", "open", "__import__", "globals", "locals", "vars", "input", "breakpoint")
] + [str.format, str.format_map, type.mro, type.__subclasses__, object.__getattribute__, object.__setattr__]

SEEDS = """
import asyncio_free
def function(a: int = 1, *, k=2) -> str:
    "doc"
    local = a
    def inner():
        return local
    return inner
async def coroutine_function(): pass
async def async_generator(): yield 1
def generator():
    yield from [1]
class Meta(type):
    registry = []
    def method(cls): pass
class Base(metaclass=Meta):
    slot = property(lambda self: 1)
    def method(self): return super()
    @classmethod
    def made(cls): return cls
    @staticmethod
    def static(): pass
class Text(str): pass
class Error(AttributeError): pass
class Slotted:
    __slots__ = ("a",)
class Catch:
    def __enter__(self): return self
    def __exit__(self, *details):
        self.details = details
        return True
with Catch() as caught:
    None.missing
with Catch() as caught_key:
    {}["k"]
with Catch() as caught_import:
    import nothing_here
base = Base()
running = generator()
next(running)
awaiting = coroutine_function()
awaiting.close()
[function, function(), coroutine_function, awaiting, async_generator, async_generator(), generator, running,
 Meta, Base, base, base.method, base.made, Base.static, base.method(), Text("{0.x}"), Text, Error, Error("e"),
 caught, caught_key, caught_import, Slotted(), Slotted.a, Base.slot, list[int], int | str, range(3), slice(1),
 iter([]), iter({}), {}.keys(), {}.items(), zip(), map(len, []), enumerate([]), reversed([]), memoryview(b"a"),
 "".join, str.join, [].append, len, print, getattr, type, super, object, property, staticmethod(function),
 classmethod(function), NotImplemented, Ellipsis, None, True, 1, 1.5, 1j, b"", bytearray(), (1,), [1], {1: 2}, {1},
 frozenset(), vars(Base), vars(base), ExceptionGroup("g", [ValueError()]), OSError(2, "x", "y"),
 UnicodeDecodeError("utf-8", b"x", 0, 1, "r"), StopIteration(1), "{}".format, "{0.a}".format, str.format, int.from_bytes,
 __import__, (x for x in [1]), lambda: 0, Base.__init__, base.__init__, object.__init__, type.__call__, int.__add__,
 (1).__add__, function.__call__, function.__get__(base), Meta.method, Base.method, dict.fromkeys, Base.__new__]
"""


def names_of(obj: Any) -> set[str]:
    """Return every name that the object, its class or its metaclass knows."""
    found: set[str] = set()
    for cls in type.__dict__["__mro__"].__get__(type(obj)):
        found |= set(type.__dict__["__dict__"].__get__(cls))
    if isinstance(obj, type):
        for cls in type.__dict__["__mro__"].__get__(obj):
            found |= set(type.__dict__["__dict__"].__get__(cls))
    return {name for name in found if isinstance(name, str)}


def seeds() -> list[Any]:
    """Return one object of each kind that a script can make by itself."""

    def importer(name: str, *_: object) -> object:
        if name == "asyncio_free":
            return types.SimpleNamespace()
        raise ModuleNotFoundError(name)

    namespace = new_namespace(importer=importer, builtins={"print": print})
    value = execute(compile_script(SEEDS, "seeds.py"), namespace)
    assert isinstance(value, list)
    visible = [entry for name, entry in namespace["__builtins__"].items() if name not in HIDDEN]
    return [*value, *[entry for entry in visible if not name_is_internal(entry)]]


def name_is_internal(entry: object) -> bool:
    """Tell whether a builtin is one that the source cannot name."""
    return entry is builtins.__build_class__


def same(one: object, other: object) -> bool:
    """Tell whether two objects are one, or the same method of one class."""
    if one is other:
        return True
    kinds = (types.MethodDescriptorType, types.WrapperDescriptorType)
    if type(one) in kinds and type(one) is type(other):
        return one.__name__ == other.__name__ and one.__objclass__ is other.__objclass__  # type: ignore[attr-defined]
    return False


def test_no_walk_reaches_anything_dangerous() -> None:
    gc.collect()
    pending: deque[tuple[Any, str]] = deque((entry, f"seed {number}") for number, entry in enumerate(seeds()))
    kept: dict[int, Any] = {}
    while pending and len(kept) < MAX_OBJECTS:
        obj, path = pending.popleft()
        if id(obj) in kept:
            continue
        kept[id(obj)] = obj
        assert not isinstance(obj, DANGEROUS_TYPES), path
        assert not any(same(obj, entry) for entry in DANGEROUS), path
        if path.count(".") > 4:
            continue
        if type(obj) in (tuple, list, set, frozenset):
            pending.extend((entry, f"{path}[]") for entry in obj)
        elif type(obj) in (dict, types.MappingProxyType):
            pending.extend((entry, f"{path}[{key!r}]") for key, entry in obj.items())
        for name in names_of(obj):
            try:
                value = read_attribute(obj, name)
            except (AttributeError, TypeError, ValueError, RuntimeError, NotImplementedError):
                continue
            pending.append((value, f"{path}.{name}"))
    assert len(kept) > 1000


@pytest.mark.parametrize("name", ["tb_frame", "__globals__", "__code__", "gi_frame", "__reduce_ex__", "__setstate__"])
def test_refused_names_are_refused_on_every_object(name: str) -> None:
    for obj in seeds():
        with pytest.raises(AttributeError):
            read_attribute(obj, name)
