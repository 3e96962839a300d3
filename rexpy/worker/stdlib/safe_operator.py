"""`operator.attrgetter` and `methodcaller` for scripts: every attribute is read as the script itself may."""

from __future__ import annotations

from typing import Any

from rexpy.worker.language.guards import read_attribute


class attrgetter:
    """Callable that returns the named attributes of its argument; names may be dotted."""

    __slots__ = ("_names",)

    def __init__(self, attr: str, /, *attrs: str) -> None:
        names = (attr, *attrs)
        if not all(isinstance(name, str) for name in names):
            raise TypeError("attribute name must be a string")
        # Threat: a subclass of str that splits differently the second time.
        self._names = tuple(tuple(str.__str__(name).split(".")) for name in names)

    def __call__(self, obj: Any, /) -> Any:
        values = []
        for path in self._names:
            value = obj
            for name in path:
                value = read_attribute(value, name)
            values.append(value)
        return values[0] if len(values) == 1 else tuple(values)

    def __repr__(self) -> str:
        return f"operator.attrgetter({', '.join(repr('.'.join(path)) for path in self._names)})"


class methodcaller:
    """Callable that calls the named method of its argument."""

    __slots__ = ("_args", "_kwargs", "_name")

    def __init__(self, name: str, /, *args: Any, **kwargs: Any) -> None:
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name = str.__str__(name)
        self._args = args
        self._kwargs = kwargs

    def __call__(self, obj: Any, /) -> Any:
        return read_attribute(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self) -> str:
        return f"operator.methodcaller({self._name!r})"


attrgetter.__module__ = methodcaller.__module__ = "operator"
