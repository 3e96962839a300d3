"""What of `io` a script gets in place of the base classes that trust their subclasses with memory."""

from __future__ import annotations

import _io
from typing import Any, NoReturn


def _stand_in(name: str, real: type) -> Any:
    """Return a class that answers `isinstance` for *real*, and neither makes nor derives anything."""

    # Threat: `RawIOBase.read` believes the count that a subclass's `readinto` returns, and reads past its buffer.
    # Invariant: *real* is in no attribute; a script that has it derives from it.
    class _InstanceCheck(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, real)

        def __call__(cls, *_args: object, **_kwargs: object) -> NoReturn:
            raise TypeError(f"io.{name} cannot be made by scripts: use open(), io.BytesIO or io.StringIO")

    def __init_subclass__(cls: Any, /, **_options: object) -> None:
        raise TypeError(f"io.{name} cannot be subclassed by scripts")

    facts = {"__module__": "io", "__doc__": f"Stands for `io.{name}` in `isinstance`."}
    return _InstanceCheck(name, (), {**facts, "__init_subclass__": classmethod(__init_subclass__)})


RawIOBase = _stand_in("RawIOBase", _io._RawIOBase)
BufferedIOBase = _stand_in("BufferedIOBase", _io._BufferedIOBase)
