"""`copy` for scripts: what `__reduce_ex__` and `__getstate__` of a script's class say is not done to
foreign objects.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from enum import Enum
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final

from rexpy.worker.language.guards import write_attribute
from rexpy.worker.language.ownership import is_own_class, is_own_function

_MAKERS: Final = frozenset(id(vars(copyreg)[name]) for name in ("__newobj__", "__newobj_ex__", "_reconstructor"))


def _trusted_maker(cls: type, maker: Any) -> bool:
    # Threat: copy(x) with x.__reduce_ex__ of the script's calls and writes to anything
    # (lib_copy_reduce_setattr).
    if id(maker) in _MAKERS or maker is cls:
        return True
    if maker is getattr:
        return False
    return not is_own_class(cls) and not (type(maker) is FunctionType and is_own_function(maker))


def adjust_copy(module: ModuleType) -> None:
    """Make `copy.copy` and `copy.deepcopy` of *module* rebuild an object only as one of its own class."""
    plain: Callable[..., Any] = module.__dict__["_reconstruct"]
    deepcopy: Callable[..., Any] = module.__dict__["deepcopy"]

    def reconstruct(
        x: Any, memo: Any, func: Any, args: Any, state: Any = None, listiter: Any = None,
        dictiter: Any = None, **options: Any,
    ) -> Any:  # fmt: skip
        cls = type(x)
        if isinstance(x, Enum) or cls is MethodType:
            # Threat: both say getattr, and that reads what the name stands for, not what a guard put in its place.
            return x
        if not _trusted_maker(cls, func):
            raise TypeError(f"cannot copy {cls.__name__!r} object: its __reduce__ is not one that scripts may define")
        if not is_own_class(cls):
            return plain(x, memo, func, args, state, listiter, dictiter, **options)
        return _rebuild(x, memo, func, args, state, listiter, dictiter, deepcopy)

    def keep_alive(x: Any, memo: Any) -> None:
        kept = memo.get(id(memo))
        if type(kept) is not _Kept:
            kept = memo[id(memo)] = _Kept()
        kept._objects.append(x)

    def safe_deepcopy(x: Any, memo: Any = None, *more: Any) -> Any:
        """Return a copy of *x* and of all that it holds; *memo* is the dict that `__deepcopy__` was given."""
        # Threat: one of the script's own kind answers for any object, and so says what a trusted one is made of.
        if memo is not None and type(memo) is not dict:
            raise TypeError(f"deepcopy() takes the dict that __deepcopy__ was given, not {type(memo).__name__!r}")
        return deepcopy(x, memo, *more)

    def copy_method(x: Any, memo: Any) -> Any:
        return plain_method(x, memo) if is_own_function(x.__func__) else x

    names: Any = module.__dict__
    plain_method = names["_deepcopy_dispatch"][MethodType]
    safe_deepcopy.__name__ = safe_deepcopy.__qualname__ = "deepcopy"
    safe_deepcopy.__module__ = "copy"
    names.update(_reconstruct=reconstruct, _keep_alive=keep_alive)
    names["_deepcopy_dispatch"][MethodType] = copy_method
    names["deepcopy"] = safe_deepcopy


class _Kept:
    """What a deep copy keeps alive until it is done.

    # Threat: in CPython a list, in the memo that `__deepcopy__` of a script's class gets; in it is whatever
    # trusted objects are made of.
    """

    __slots__ = ("_objects",)

    def __init__(self) -> None:
        self._objects: list[Any] = []


def _rebuild(
    x: Any,
    memo: Any,
    func: Any,
    args: Any,
    state: Any,
    listiter: Any,
    dictiter: Any,
    deepcopy: Callable[..., Any],
) -> Any:
    """Do what CPython's `_reconstruct` does, for an object of a script's class."""
    deep = memo is not None
    if deep and args:
        args = tuple(deepcopy(argument, memo) for argument in args)
    y = func(*args)
    if type(y) is not type(x):
        # Threat: __new__ that returns a function or a module's class, and a state that overwrites it.
        raise TypeError(f"cannot copy {type(x).__name__!r} object: __new__ returned another type")
    if deep:
        memo[id(x)] = y
    if state is not None:
        _set_state(y, deepcopy(state, memo) if deep else state)
    for item in listiter or ():
        y.append(deepcopy(item, memo) if deep else item)
    for key, value in dictiter or ():
        y[deepcopy(key, memo) if deep else key] = deepcopy(value, memo) if deep else value
    return y


def _set_state(y: Any, state: Any) -> None:
    if hasattr(y, "__setstate__"):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    for name, value in (slots or {}).items():
        write_attribute(y, name, value)
