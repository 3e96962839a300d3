"""What of `io` a script gets in place of the base classes that trust their subclasses with memory."""

from __future__ import annotations

import _io
from typing import Any, NoReturn


class _InstanceCheck(type):
    """Answers `isinstance` for the real class, and neither makes nor derives anything."""

    real: Any

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.real)

    def __call__(cls, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError(f"io.{cls.__name__} cannot be made by scripts: use open(), io.BytesIO or io.StringIO")


class RawIOBase(metaclass=_InstanceCheck):
    """Stands for `io.RawIOBase` in `isinstance`.

    # Threat: `RawIOBase.read` believes the count that a subclass's `readinto` returns, and reads past its
    # buffer.
    """

    real = _io._RawIOBase

    def __init_subclass__(cls, **_options: object) -> None:
        raise TypeError("io.RawIOBase cannot be subclassed by scripts")


class BufferedIOBase(metaclass=_InstanceCheck):
    """Stands for `io.BufferedIOBase` in `isinstance`."""

    real = _io._BufferedIOBase

    def __init_subclass__(cls, **_options: object) -> None:
        raise TypeError("io.BufferedIOBase cannot be subclassed by scripts")


RawIOBase.__module__ = BufferedIOBase.__module__ = "io"
