"""Untrusted process: `str.format` whose attribute access goes through the gate.

`"{0.a.b}"` reads attributes by text, in C, unguarded. A template that reads none is left to `str.format`; in
one that does, the fields are resolved here, each attribute by `read_attribute`.
"""

import _string  # type: ignore[import-not-found]  # the C half of string.Formatter, without the rest
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Read = Callable[[Any, str], Any]
_MAX_REMEMBERED = 256
_harmless: dict[str, bool] = {}
# `str.format` nests one level; more is an error there too.
_DEPTH = 2


def reads_attributes(template: str) -> bool:
    """Tell whether formatting with *template* (an exact str) would read an attribute of an argument.

    A template that is not well formed counts as reading, so that the careful way reports it.
    """
    if "." not in template:
        return False
    known = _harmless.get(template)
    if known is None:
        known = not _has_attribute_field(template, _DEPTH)
        if len(_harmless) >= _MAX_REMEMBERED:
            _harmless.clear()
        _harmless[template] = known
    return not known


def _has_attribute_field(template: str, depth: int) -> bool:
    try:
        for _, field, spec, _ in _string.formatter_parser(template):
            if field:
                _, rest = _string.formatter_field_name_split(field)
                if any(is_attribute for is_attribute, _ in rest):
                    return True
            if spec and "{" in spec and (depth <= 0 or _has_attribute_field(spec, depth - 1)):
                return True
    except ValueError:
        return True
    return False


class _Numbering:
    """Automatic or manual field numbers, never both, across a template and its nested ones."""

    def __init__(self) -> None:
        self.next = 0
        self.manual = False

    def resolve(self, first: int | str) -> int | str:
        if first == "":
            if self.manual:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            self.next += 1
            return self.next - 1
        if type(first) is int:
            if self.next:
                raise ValueError("cannot switch from automatic field numbering to manual field specification")
            self.manual = True
        return first


def format_safely(template: str, args: Sequence[Any], kwargs: Mapping[str, Any], *, read: Read) -> str:
    """Return what `template.format(*args, **kwargs)` returns, with each attribute read by *read*.

    *template* is an exact str; *kwargs* may be any mapping (`format_map`).
    """
    return "".join(_parts(template, args, kwargs, _DEPTH, _Numbering(), read))


def _parts(
    template: str, args: Sequence[Any], kwargs: Mapping[str, Any], depth: int, numbers: _Numbering, read: Read
) -> Iterator[str]:
    if depth < 1:
        raise ValueError("Max string recursion exceeded")
    for literal, field, spec, conversion in _string.formatter_parser(template):
        if literal:
            yield literal
        if field is None:
            continue
        first, rest = _string.formatter_field_name_split(field)
        key = numbers.resolve(first)
        if type(key) is int:
            if key >= len(args):
                raise IndexError(f"Replacement index {key} out of range for positional args tuple")
            value = args[key]
        else:
            value = kwargs[key]  # type: ignore[index]
        for is_attribute, name in rest:
            value = read(value, name) if is_attribute else value[name]
        value = _convert(value, conversion)
        if spec and "{" in spec:
            spec = "".join(_parts(spec, args, kwargs, depth - 1, numbers, read))
        yield format(value, spec or "")


def _convert(value: Any, conversion: str | None) -> Any:
    match conversion:
        case None:
            return value
        case "r":
            return repr(value)
        case "s":
            return str(value)
        case "a":
            return ascii(value)
    if conversion and 32 < ord(conversion) < 127:
        raise ValueError(f"Unknown conversion specifier {conversion}")
    raise ValueError(f"Unknown conversion specifier \\x{ord(conversion or ' '):x}")
