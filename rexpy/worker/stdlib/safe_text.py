"""`string.Formatter` for scripts: every attribute that a template names is read as the script itself may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rexpy.worker.language.guards import safe_format


class Formatter:
    """Formats templates as `str.format` does."""

    __slots__ = ()

    def __init_subclass__(cls, **_options: object) -> None:
        # Threat: a subclass that captures what get_field returns (fmt_formatter_subclass_capture).
        raise TypeError("string.Formatter cannot be subclassed by scripts: use string.Template or a function")

    def format(self, format_string: str, /, *args: Any, **kwargs: Any) -> str:
        """Return the template filled in with the arguments."""
        return safe_format(format_string, args, kwargs)

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """Return the template filled in with a sequence and a mapping."""
        return safe_format(format_string, tuple(args), dict(kwargs))


Formatter.__module__ = "string"
