"""What doubles remember of their calls: `call`, `ANY`, `DEFAULT` and `sentinel` of `unittest.mock`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final


class _Any:
    """Equal to anything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "<ANY>"


class _Sentinel:
    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"sentinel.{self.name}"


class _Sentinels:
    """Makes one object for each name."""

    def __init__(self) -> None:
        self.__dict__["_made"] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made: dict[str, _Sentinel] = self.__dict__["_made"]
        return made.setdefault(name, _Sentinel(name))


ANY: Final = _Any()
sentinel: Final = _Sentinels()
DEFAULT: Final = sentinel.DEFAULT


def expected(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return the text of a call."""
    said = [*map(repr, args), *(f"{key}={value!r}" for key, value in kwargs.items())]
    return f"{name}({', '.join(said)})"


def listed(calls: Sequence[Any]) -> str:
    """Return the text of calls, each by itself."""
    return f"[{', '.join(map(repr, calls))}]"


class Call:
    """A call as it was made, or as it is expected: the name under which, and the arguments."""

    __slots__ = ("_args", "_kwargs", "_made", "_name", "_two")

    def __init__(
        self, name: str = "", args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, *, two: bool = False,
        made: bool = True,
    ) -> None:  # fmt: skip
        self._name, self._args, self._kwargs = name, tuple(args), dict(kwargs or {})
        self._two, self._made = two, made

    @property
    def args(self) -> tuple[Any, ...]:
        """The positional arguments."""
        return self._args

    @property
    def kwargs(self) -> dict[str, Any]:
        """The keyword arguments."""
        return self._kwargs

    def __getattr__(self, name: str) -> Call:
        if name.startswith("_"):
            raise AttributeError(name)
        return Call(f"{self._shown()}.{name}" if self._name or self._made else name, made=False)

    def _shown(self) -> str:
        return f"{self._name}()" if self._made else self._name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Call:
        return Call("()" if not self._name and self._made else self._shown(), args, kwargs)

    def _parts(self) -> tuple[Any, ...]:
        return (self._args, self._kwargs) if self._two else (self._name, self._args, self._kwargs)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts())

    def __len__(self) -> int:
        return len(self._parts())

    def __getitem__(self, index: Any) -> Any:
        return self._parts()[index]

    def __eq__(self, other: object) -> Any:
        if type(other) is Call:
            named = self._two or other._two or self._name == other._name
            return named and (self._args, self._kwargs) == (other._args, other._kwargs)
        if not isinstance(other, tuple):
            return NotImplemented
        parts = list(other)
        name = parts.pop(0) if parts and isinstance(parts[0], str) else ""
        args = parts.pop(0) if parts and isinstance(parts[0], tuple) else ()
        kwargs = parts.pop(0) if parts and isinstance(parts[0], dict) else {}
        return not parts and name == self._name and (self._args, self._kwargs) == (args, kwargs)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if not self._made:
            return f"call.{self._name}" if self._name else "call"
        name = self._name
        shown = "call" if not name else f"call{name}" if name.startswith("()") else f"call.{name}"
        return expected(shown, self._args, self._kwargs)


class _Calls(Call):
    """`call`: what expected calls are written with."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(made=False)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Call:
        return Call("", args, kwargs)


call: Final = _Calls()

for _thing in (_Any, _Sentinel, _Sentinels, Call, _Calls):
    _thing.__module__ = "unittest.mock"
