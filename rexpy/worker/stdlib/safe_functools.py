"""What of `functools` is made safe for scripts: no attribute of a foreign object is named, no text evaluated."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Sequence
from typing import Any, Final

from rexpy.worker.language.ownership import forwards, is_class, is_own_class, is_own_function, lookup

_MISSING: Final = object()
_TEXTS: Final = ("__module__", "__name__", "__qualname__", "__doc__")
"""What WRAPPER_ASSIGNMENTS copies of text; `__annotations__` is copied as a dict, the type parameters are
not.
"""


def update_wrapper(
    wrapper: Any, wrapped: Any, assigned: Sequence[str] = functools.WRAPPER_ASSIGNMENTS,
    updated: Sequence[str] = functools.WRAPPER_UPDATES,
) -> Any:  # fmt: skip
    """Make *wrapper*, a function or an object of the script's, look like *wrapped*.

    Threat: `updated=("__globals__",)` merges a function's globals into the script's, `assigned=("__code__",)`
    replaces a trusted function's code; both full escapes. Only the names that functools copies unasked are.
    Raises TypeError for a *wrapper* that the script did not define.
    """
    own = is_own_function(wrapper) or (not isinstance(wrapper, type) and is_own_class(type(wrapper)))
    if not own and type(wrapper) is not functools.partial:
        raise TypeError("update_wrapper() wraps a function that the script defined")
    for name in _TEXTS:
        value = getattr(wrapped, name, None) if name in assigned else None
        if type(value) is str:
            setattr(wrapper, name, value)
    if "__annotations__" in assigned and is_own_function(wrapper) and is_own_function(wrapped):
        wrapper.__annotations__ = dict(wrapped.__annotations__)
    if "__dict__" in updated and (is_own_function(wrapped) or is_own_class(type(wrapped))):
        wrapper.__dict__.update(
            {key: value for key, value in getattr(wrapped, "__dict__", {}).items() if not key.startswith("__")}
        )
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(
    wrapped: Any, assigned: Sequence[str] = functools.WRAPPER_ASSIGNMENTS,
    updated: Sequence[str] = functools.WRAPPER_UPDATES,
) -> Callable[[Any], Any]:  # fmt: skip
    """Return a decorator that makes a function look like *wrapped*."""

    def decorate(wrapper: Any) -> Any:
        return update_wrapper(wrapper, wrapped, assigned, updated)

    return decorate


def _dispatch_class(target: Any) -> Any:
    """Return the class that a function is registered for, from the annotation of its first parameter.

    Threat: functools evaluates an annotation that is text, with the interpreter's own builtins. *target* is the
    script's own function, and so are the variables that it is evaluated in here.
    """
    annotations = getattr(target, "__annotations__", None) or {}
    for note in annotations.values():
        if isinstance(note, str):
            from rexpy.worker.stdlib.hints import evaluate

            return evaluate(note, target.__globals__)
        return note
    raise TypeError("register() needs a class, or a function whose first parameter is annotated with one")


def _safe_register(register: Callable[..., Any]) -> Callable[..., Any]:
    def pair(cls: Any, func: Any) -> Any:
        # Threat: without a function functools takes *cls* for one, and evaluates its `__annotations__`, in any
        # object that has some, with the interpreter's own builtins.
        if func is None:
            raise TypeError("register() needs a function")
        for each in cls.__args__ if type(cls) is types.UnionType else (cls,):
            if is_class(each) and type(each) is not type:
                _require_plain(each)
        return register(cls, func)

    def checked(cls: Any, func: Any = None) -> Any:
        if func is not None:
            return pair(cls, func)
        if is_own_function(cls):
            return pair(_dispatch_class(cls), cls)
        return lambda function: pair(cls, function)

    return checked


def _safe_dispatch(dispatch: Callable[..., Any]) -> Callable[..., Any]:
    def checked(cls: Any) -> Any:
        if type(cls) is not type:
            _require_plain(cls)
        return dispatch(cls)

    return checked


def _require_plain(cls: Any) -> None:
    """Raise unless *cls* is a class whose metaclass leaves bases and comparison to `type`."""
    for name in ("__mro__", "__bases__", "__eq__", "__ne__", "__hash__"):
        # Threat: functools compares with it each base of each class, or each subclass of `object`; they would be told.
        if not is_class(cls) or not any(next(lookup(type(cls), name))[0] is base for base in (type, object)):
            raise TypeError(f"a generic function needs classes whose metaclass does not define {name}")


def singledispatch(func: Any) -> Any:
    """Return *func* as a generic function; classes are registered explicitly or by an annotation."""
    generic = functools.singledispatch(func)
    safe, dispatch = _safe_register(generic.register), _safe_dispatch(generic.dispatch)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if not args:
            name = getattr(func, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kwargs)

    functools.update_wrapper(wrapper, func)
    wrapper.register = safe  # type: ignore[attr-defined]
    wrapper.dispatch = dispatch  # type: ignore[attr-defined]
    wrapper.registry = generic.registry  # type: ignore[attr-defined]
    return wrapper


class singledispatchmethod:
    """`functools.singledispatchmethod` whose `register` evaluates no text.

    Not: a subclass of it, whose `__init__` `super()` would be; that makes a dispatcher that evaluates.
    """

    def __init__(self, func: Any) -> None:
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        # Threat: the dispatcher is a public attribute, and has a `register` of its own.
        self.dispatcher = singledispatch(func)
        self.func = func

    def __get__(self, obj: Any, cls: Any = None) -> Any:
        name = getattr(self.func, "__name__", "singledispatchmethod method")

        def _method(*args: Any, **kwargs: Any) -> Any:
            if not args:
                raise TypeError(f"{name} requires at least 1 positional argument")
            return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__  # type: ignore[attr-defined]
        _method.register = self.register  # type: ignore[attr-defined]
        functools.update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self) -> Any:
        return getattr(self.func, "__isabstractmethod__", False)

    def register(self, cls: Any, method: Any = None) -> Any:
        """Register *method* for *cls*."""
        if method is None and is_own_function(getattr(cls, "__func__", cls)):
            cls, method = _dispatch_class(getattr(cls, "__func__", cls)), cls
        return self.dispatcher.register(cls, method)


singledispatchmethod.__module__ = "functools"


def total_ordering(cls: type) -> type:
    """Fill in the missing ordering methods of *cls*, a class that the script defined."""
    if not is_own_class(cls):
        raise TypeError("total_ordering() decorates a class that the script defined")
    return functools.total_ordering(cls)


class cached_property:
    """`functools.cached_property` of objects whose class the script defined.

    Threat: called by hand, CPython's reads and writes a name of the script's choice in the dict of any object, a
    module's too. Not: a subclass of it, whose `super()` would be that one.
    """

    __class_getitem__: Any = classmethod(types.GenericAlias)

    def __init__(self, func: Any) -> None:
        self.func = func
        self.attrname: Any = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner: Any, name: str) -> None:
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                f"Cannot assign the same cached_property to two different names ({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        name, cls = self.attrname, type(instance)
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        if type(name) is not str or not is_own_class(cls) or forwards(cls):
            raise TypeError("cached_property belongs to a class that the script defined")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {cls.__name__!r} instance to cache {name!r} property."
            ) from None
        value = cache.get(name, _MISSING)
        if value is _MISSING:
            value = cache[name] = self.func(instance)
        return value


cached_property.__module__ = "functools"
