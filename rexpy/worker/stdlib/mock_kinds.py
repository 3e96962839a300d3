"""The kinds of doubles that know more: special methods, coroutines, properties, signatures."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.mock_calls import ANY, DEFAULT, Call, expected
from rexpy.worker.stdlib.safe_inspect import signature as signature_of
from rexpy.worker.stdlib.safe_mock import CHILDREN, SPECIAL, Mock, NonCallableMock, facts_of, is_mock

_ACTUAL: Final = "  Actual: "


class _Magic:
    """A special method of a double: its default until the script gives it another, or asks for the double of it."""

    __slots__ = ("_default", "_name")

    def __init__(self, name: str, default: Callable[[Any], Any]) -> None:
        self._name = name
        self._default = default

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        children = facts_of(instance)["_mock_children"]
        found = children.get(self._name)
        if found is None:
            found = instance._mock_child(self._name)
            default = self._default(found)
            if callable(default):
                found.side_effect = default
            elif default is not DEFAULT:
                found.return_value = default
        return found


def _given(mock: Any) -> Any:
    value = facts_of(mock)["_mock_return_value"]
    return () if value is DEFAULT else value


def _iterator(mock: Any) -> Any:
    return lambda: iter(_given(mock))


def _async_iterator(mock: Any) -> Any:
    async def each() -> Any:
        for entry in _given(mock):
            yield entry

    return each


_MATH: Final = (
    "add sub mul matmul truediv floordiv mod divmod lshift rshift and xor or pow iadd isub imul ifloordiv imod ior "
    "iand ixor radd rsub rmul rtruediv neg pos invert abs round trunc floor ceil getitem setitem delitem enter next"
)
_RESULTS: Final = {
    "int": 1, "contains": False, "len": 0, "exit": False, "complex": 1j, "float": 1.0, "bool": True, "index": 1,
}  # fmt: skip
_DEFAULTS: Final[dict[str, Callable[[Any], Any]]] = {
    **{f"__{word}__": (lambda mock: DEFAULT) for word in _MATH.split()},
    **{f"__{word}__": (lambda mock, value=value: value) for word, value in _RESULTS.items()},  # type: ignore[misc]
    **{f"__{word}__": (lambda mock: NotImplemented) for word in ("lt", "gt", "le", "ge")},
    "__iter__": _iterator,
    "__aiter__": _async_iterator,
    "__aenter__": lambda mock: DEFAULT,
    "__aexit__": lambda mock: False,
}
SPECIAL.update(_DEFAULTS)


class _Magics:
    """The special methods of the doubles that have them."""

    def __str__(self) -> str:
        return self._text("__str__", repr)

    def __eq__(self, other: object) -> bool:
        found = facts_of(self)["_mock_children"].get("__eq__")
        return self is other or other is ANY if found is None else bool(found(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return object.__hash__(self)

    def _text(self, name: str, plain: Callable[[Any], str]) -> str:
        found = facts_of(self)["_mock_children"].get(name)
        return plain(self) if found is None else str(found())


class NonCallableMagicMock(_Magics, NonCallableMock):
    """A double with special methods."""


class MagicMock(_Magics, Mock):
    """A double that can be called, with special methods."""


class AsyncMock(_Magics, Mock):
    """A double of a coroutine function."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts_of(self).update(await_count=0, await_args=None, await_args_list=[])

    def __call__(self, /, *args: Any, **kwargs: Any) -> Awaitable[Any]:
        return self._mock_await(args, kwargs)

    async def _mock_await(self, args: Any, kwargs: Any) -> Any:
        facts = facts_of(self)
        effect = facts["_mock_side_effect"]
        facts["await_count"] += 1
        facts["await_args"] = Call(args=args, kwargs=kwargs, two=True)
        facts["await_args_list"].append(facts["await_args"])
        result = self._mock_call(args, kwargs)
        return await result if effect is not None and isinstance(result, Awaitable) else result

    def assert_awaited(self) -> None:
        """Fail unless a call was awaited."""
        if not self.await_count:
            self._mock_fail(f"Expected {self._mock_short_name()} to have been awaited.")

    def assert_not_awaited(self) -> None:
        """Fail if a call was awaited."""
        if self.await_count:
            name = self._mock_short_name()
            self._mock_fail(f"Expected {name} to not have been awaited. Awaited {self.await_count} times.")

    def assert_awaited_once(self) -> None:
        """Fail unless one call was awaited."""
        if self.await_count != 1:
            name = self._mock_short_name()
            self._mock_fail(f"Expected {name} to have been awaited once. Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args: Any, **kwargs: Any) -> None:
        """Fail unless the last call that was awaited had these arguments."""
        name, text = self._mock_short_name(), expected(self._mock_short_name(), args, kwargs)
        if self.await_args is None:
            self._mock_fail(f"Expected await: {text}\nNot awaited")
        if self.await_args != Call(args=args, kwargs=kwargs):
            actual = expected(name, self.await_args.args, self.await_args.kwargs)
            self._mock_fail(f"expected await not found.\nExpected: {text}\n{_ACTUAL}{actual}")

    def assert_awaited_once_with(self, /, *args: Any, **kwargs: Any) -> None:
        """Fail unless one call was awaited, with these arguments."""
        if self.await_count != 1:
            name = self._mock_short_name()
            self._mock_fail(f"Expected {name} to have been awaited once. Awaited {self.await_count} times.")
        self.assert_awaited_with(*args, **kwargs)


for _name, _default in _DEFAULTS.items():
    setattr(_Magics, _name, _Magic(_name, _default))


class PropertyMock(Mock):
    """A double of a property, to be put into a class."""

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        return self()

    def __set__(self, obj: Any, value: Any) -> None:
        self(value)


def create_autospec(spec: Any, spec_set: bool = False, instance: bool = False, **options: Any) -> Any:
    """Return a double with the attributes of *spec*, whose calls must fit its signature."""
    function = who.is_own_function(spec)
    coroutine = function and iscoroutinefunction(spec)
    made = (AsyncMock if coroutine else MagicMock)(spec=spec, **options)
    facts_of(made)["_mock_spec_set"] = bool(spec_set)
    if callable(spec) and not instance:
        with contextlib.suppress(TypeError, ValueError):
            facts_of(made)["_mock_signature"] = signature_of(spec)
        if who.is_class(spec) and facts_of(made)["_mock_return_value"] is DEFAULT:
            made.return_value = create_autospec(spec, instance=True)
    for name in () if function else dir(spec):
        if name.startswith("_"):
            continue
        try:
            value = read_attribute(spec, name)
        except AttributeError:
            continue
        if callable(value) and not who.is_class(value):
            child = create_autospec(value)
            bound = instance and who.is_class(spec)
            signature = facts_of(child)["_mock_signature"]
            if bound and signature is not None and signature.parameters:
                facts_of(child)["_mock_signature"] = signature.replace(
                    parameters=list(signature.parameters.values())[1:]
                )
            facts_of(child).update(_mock_parent=made, _mock_name=name)
            facts_of(made)["_mock_children"][name] = child
    return made


def seal(mock: Any) -> None:
    """Let *mock* and its doubles make no more of them."""
    facts_of(mock)["_mock_sealed"] = True
    for child in facts_of(mock)["_mock_children"].values():
        if is_mock(child):
            seal(child)


CHILDREN.update({NonCallableMagicMock: MagicMock, PropertyMock: Mock})

for _thing in (
    NonCallableMock, Mock, NonCallableMagicMock, MagicMock, AsyncMock, PropertyMock, create_autospec, seal,
):  # fmt: skip
    _thing.__module__ = "unittest.mock"
    if isinstance(_thing, type):
        who.declare_open(_thing)
