"""What a script gets from a function that it may not have: an error that says so, and what serves instead."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any, NoReturn


class Unavailable(OSError, NotImplementedError):
    """A function of the standard library that scripts do not have.

    Both an OSError (ENOTSUP), which the library's own fallbacks catch, and a NotImplementedError.
    """


Unavailable.__module__ = "builtins"


def refusal(name: str, instead: str = "") -> Callable[..., Any]:
    """Return a function called *name* that raises `Unavailable` whatever it is called with."""
    text = f"{name} is not available to scripts" + (f": {instead}" if instead else "")

    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise Unavailable(errno.ENOTSUP, text)

    refuse.__name__ = refuse.__qualname__ = name.rpartition(".")[2]
    refuse.__module__ = name.rpartition(".")[0]
    refuse.__doc__ = f"Raises Unavailable: {text}."
    return refuse
