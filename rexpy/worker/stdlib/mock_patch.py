"""`unittest.mock` for scripts: `patch`, of the script's own objects, its builtins and mappings; and `mock_open`."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language import special
from rexpy.worker.language.guards import check_name, delete_attribute, read_attribute, store, write_attribute
from rexpy.worker.stdlib.facade import Facade, LiveFacade
from rexpy.worker.stdlib.mock_calls import ANY as ANY
from rexpy.worker.stdlib.mock_calls import DEFAULT as DEFAULT
from rexpy.worker.stdlib.mock_calls import call as call
from rexpy.worker.stdlib.mock_calls import sentinel as sentinel
from rexpy.worker.stdlib.mock_kinds import AsyncMock as AsyncMock
from rexpy.worker.stdlib.mock_kinds import MagicMock as MagicMock
from rexpy.worker.stdlib.mock_kinds import NonCallableMagicMock as NonCallableMagicMock
from rexpy.worker.stdlib.mock_kinds import PropertyMock as PropertyMock
from rexpy.worker.stdlib.mock_kinds import create_autospec as create_autospec
from rexpy.worker.stdlib.mock_kinds import seal as seal
from rexpy.worker.stdlib.safe_mock import Mock as Mock
from rexpy.worker.stdlib.safe_mock import NonCallableMock as NonCallableMock
from rexpy.worker.stdlib.script_names import module_of, resolve

_MISSING: Final = object()
_LIBRARY: Final = (
    "cannot patch {name!r} of module {module!r}: the library is read-only for scripts; pass the double in as an "
    "argument, or import the name into the script (from {module} import {name}) and patch '__main__.{name}'"
)


class _Replacing:
    """Puts a double in the place of an attribute, while a block, a function or a test runs."""

    def __init__(
        self, target: Callable[[], Any], name: str, new: Any, options: dict[str, Any], *, create: bool = False
    ) -> None:
        self._target, self._name, self._new, self._options, self._create = (
            target,
            check_name(name),
            new,
            options,
            create,
        )
        self._stack: list[Callable[[], None]] = []

    def _take(self, target: Any) -> tuple[Any, bool]:
        """Return what stands there, as it is to be put back, and whether it is the target's own."""
        if who.is_class(target):
            # Invariant: of the script's own classes only, so that what is found is its own.
            found = who.class_dict(target).get(self._name, _MISSING) if who.is_own_class(target) else _MISSING
        else:
            found = special.instance_dict(target).get(self._name, _MISSING)
        if found is not _MISSING:
            return found, True
        try:
            return read_attribute(target, self._name), who.is_module_class(type(target))
        except AttributeError:
            if self._create:
                return _MISSING, False
            raise AttributeError(f"{target!r} does not have the attribute {self._name!r}") from None

    def __enter__(self) -> Any:
        target = self._target()
        if type(target) in (Facade, LiveFacade):
            raise TypeError(_LIBRARY.format(name=self._name, module=target.__name__))
        store(target, self._name)
        original, local = self._take(target)
        new = self._new
        if new is DEFAULT:
            new = self._double(original)
        write_attribute(target, self._name, new)
        self._stack.append(partial(self._put_back, target, original, local))
        return new

    def _double(self, original: Any) -> Any:
        options = dict(self._options)
        kind = options.pop("new_callable", None)
        autospec = options.pop("autospec", None)
        for word in ("spec", "spec_set"):
            if options.get(word) is True:
                options[word] = original
        if autospec:
            return create_autospec(original if autospec is True else autospec, **options)
        if kind is None:
            kind = AsyncMock if iscoroutinefunction(original) else MagicMock
        return kind(**options)

    def _put_back(self, target: Any, original: Any, local: bool) -> None:
        if local:
            write_attribute(target, self._name, original)
        else:
            delete_attribute(target, self._name)

    def __exit__(self, *_exception: object) -> None:
        self._stack.pop()()

    def start(self) -> Any:
        """Replace until `stop`."""
        _started.append(self)
        return self.__enter__()

    def stop(self) -> None:
        """Put the original back."""
        if self in _started:
            _started.remove(self)
            self.__exit__()

    def _passes(self) -> bool:
        return self._new is DEFAULT

    def __call__(self, func: Any) -> Any:
        if who.is_class(func):
            for name, value in list(who.class_dict(func).items()) if who.is_own_class(func) else ():
                if type(name) is str and name.startswith("test") and who.is_own_function(value):
                    write_attribute(func, name, self._again()(value))
            return func
        return self._decorated(func)

    def _again(self) -> Any:
        return _Replacing(self._target, self._name, self._new, self._options, create=self._create)

    def _decorated(self, func: Any) -> Any:
        # As in CPython: of several decorators, the double of the one nearest to the function is its first argument.
        known = _decorated.get(id(func))
        if known is not None:
            known[1].append(self)
            return func
        patchers: list[Any] = [self]
        if iscoroutinefunction(func):

            @wraps(func)
            async def patched(*args: Any, **kwargs: Any) -> Any:
                with contextlib.ExitStack() as stack:
                    return await func(*args, *_enter(stack, patchers), **kwargs)
        else:

            @wraps(func)
            def patched(*args: Any, **kwargs: Any) -> Any:
                with contextlib.ExitStack() as stack:
                    return func(*args, *_enter(stack, patchers), **kwargs)

        _decorated[id(patched)] = patched, patchers
        return patched


def _enter(stack: Any, patchers: list[Any]) -> list[Any]:
    """Enter each, and return the doubles that the function is passed."""
    made = [(patcher, stack.enter_context(patcher)) for patcher in patchers]
    return [double for patcher, double in made if patcher._passes()]


_decorated: dict[int, tuple[Any, list[Any]]] = {}
"""What a decorated function is patched by. It lives as long as the run, so that its number means no other object."""
_started: list[Any] = []


class _Mapping(_Replacing):
    """Changes a mapping while a block, a function or a test runs."""

    def __init__(self, in_dict: Any, values: Any, clear: bool, more: dict[str, Any]) -> None:
        super().__init__(lambda: resolve(in_dict) if isinstance(in_dict, str) else in_dict, "", None, {})
        self._values = {**dict(values), **more}
        self._clear = clear

    def _again(self) -> Any:
        made = _Mapping((), self._values, self._clear, {})
        made._target = self._target
        return made

    def __enter__(self) -> Any:
        mapping = self._target()
        before = {key: mapping[key] for key in mapping}
        if self._clear:
            _empty(mapping)
        self._stack.append(partial(_refill, mapping, before))
        for key, value in self._values.items():
            mapping[key] = value
        return mapping


def _empty(mapping: Any) -> None:
    for key in list(mapping):
        del mapping[key]


def _refill(mapping: Any, before: dict[Any, Any]) -> None:
    _empty(mapping)
    for key, value in before.items():
        mapping[key] = value


class _Patch:
    """Replaces what a dotted name, an object's attribute or a mapping holds."""

    __slots__ = ()

    def __call__(
        self, target: str, new: Any = DEFAULT, spec: Any = None, create: bool = False, spec_set: Any = None,
        autospec: Any = None, new_callable: Any = None, **options: Any,
    ) -> Any:  # fmt: skip
        """Replace what the dotted name *target* holds; a builtin's in the script alone."""
        path, _, name = target.rpartition(".")
        if not path:
            raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")
        given = _given(options, spec, spec_set, autospec, new_callable)
        if path == "builtins":
            return _Replacing(partial(module_of, "__main__"), name, new, given, create=True)
        return _Replacing(partial(resolve, path), name, new, given, create=create)

    def object(
        self, target: Any, attribute: str, new: Any = DEFAULT, spec: Any = None, create: bool = False,
        spec_set: Any = None, autospec: Any = None, new_callable: Any = None, **options: Any,
    ) -> Any:  # fmt: skip
        """Replace an attribute of *target*, an object that the script may write."""
        given = _given(options, spec, spec_set, autospec, new_callable)
        return _Replacing(lambda: target, attribute, new, given, create=create)

    def dict(self, in_dict: Any, values: Any = (), clear: bool = False, **more: Any) -> Any:
        """Change a mapping, or the one that a dotted name leads to."""
        return _Mapping(in_dict, values, clear, more)

    def stopall(self) -> None:
        """Put back what was replaced by `start`."""
        for patcher in reversed(_started):
            patcher.stop()


def _given(options: dict[str, Any], spec: Any, spec_set: Any, autospec: Any, new_callable: Any) -> dict[str, Any]:
    words = {"spec": spec, "spec_set": spec_set, "autospec": autospec, "new_callable": new_callable}
    return {**options, **{key: value for key, value in words.items() if value is not None}}


patch: Final = _Patch()


def mock_open(mock: Any = None, read_data: Any = "") -> Any:
    """Return a double of `open` whose files hold *read_data*."""
    handle = MagicMock()
    state: list[Any] = []

    def source() -> Any:
        return state[0]

    def restart(*_args: Any, **_options: Any) -> Any:
        state[:] = [io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)]
        return DEFAULT

    restart()
    handle.__enter__.return_value = handle
    handle.write.side_effect = len
    handle.read.side_effect = lambda *args: source().read(*args)
    handle.readline.side_effect = lambda *args: source().readline(*args)
    handle.readlines.side_effect = lambda *args: source().readlines(*args)
    handle.__iter__.side_effect = lambda: iter(source())
    made = MagicMock(name="open") if mock is None else mock
    made.side_effect = restart
    made.return_value = handle
    return made


for _thing in (_Replacing, _Mapping, _Patch, mock_open):
    _thing.__module__ = "unittest.mock"
