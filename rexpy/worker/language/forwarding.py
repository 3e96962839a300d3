"""Untrusted process: no class of a script's forwards attribute access by itself.

`super` and `types.GenericAlias` answer in C with the attributes of any object. A subclass that derives from a class of
trusted code as well is a true `self` to that class's methods, whose unguarded code then reads another object's names.
"""

import functools
import gc
import sys
import types
from typing import Any


def _close(base: Any) -> None:
    """Have *base* make instances of itself and of the subclasses that trusted code has now; of no other class."""
    # Invariant: by identity. A class of the script's can say that it comes from anywhere.
    known = (base, *base.__subclasses__())
    # The dict itself: CPython lets nobody set an attribute of a static class.
    facts: dict[str, Any] = gc.get_referents(base.__dict__)[0]
    plain = facts["__new__"]

    def __new__(cls: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not any(cls is entry for entry in known):
            raise TypeError(f"scripts may use {base.__name__!r}, but make no object of a subclass")
        return plain(cls, *args, **kwargs)

    __new__.__module__ = base.__module__
    __new__.__qualname__ = f"{base.__qualname__}.__new__"
    facts["__new__"] = staticmethod(__new__)


@functools.cache
def close() -> None:
    """Close `super` and `types.GenericAlias`, once in a process, before the first line of a script runs."""
    # Not: at the class statement. `type`, a metaclass's `type.__new__` and the library make classes too, and another
    # base's `__init_subclass__` can keep quiet. An instance needs this `__new__`: `object.__new__` refuses these
    # classes, and their own `__new__` ends here.
    for base in (super, types.GenericAlias):
        _close(base)
    # CPython may still remember the `__new__` that stood there.
    sys._clear_type_cache()
