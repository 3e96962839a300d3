"""The script's arguments: the dict `args` from `--args-file` and `--arg`, and `sys.argv[1:]`."""

import json
import os
from collections.abc import Sequence
from typing import Any

from rexpy.errors import ArgumentsInvalid, Finding

MAX_FILE_BYTES = 1 << 20
"""As much as the arguments may have in all."""


def gather(file: str | None, assignments: Sequence[tuple[str, str, bool]]) -> dict[str, Any]:
    """Return the script's `args`: those of *file*, then the *assignments*, which override them by name.

    Raises ArgumentsInvalid for a file that is not one JSON object, JSON that does not parse, or a name
    assigned twice.
    """
    found = _from_file(file) if file is not None else {}
    seen: set[str] = set()
    for name, text, is_json in assignments:
        if name in seen:
            raise _invalid("--arg", f"{name} is given twice")
        seen.add(name)
        found[name] = _parse(text, f"--arg {name}") if is_json else _utf8(text, f"--arg {name}")
    return found


def words(argv: Sequence[str]) -> tuple[str, ...]:
    """Return the script's words. Raises ArgumentsInvalid where one is not UTF-8."""
    return tuple(_utf8(word, f"argument {number}") for number, word in enumerate(argv, 1))


def variables(given: Sequence[str]) -> dict[str, str]:
    """Return the script's environment from `NAME=VALUE` and `NAME`, which stands for this process's own variable.

    Raises ArgumentsInvalid for a name that is not set, that is given twice, or what is not UTF-8.
    """
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if name in found:
            raise _invalid("--env", f"{name} is given twice")
        if not equals:
            if name not in os.environ:
                raise _invalid("--env", f"{name} is not set here; give its value with --env {name}=VALUE")
            value = os.environ[name]
        found[_utf8(name, "--env")] = _utf8(value, f"--env {name}")
    return found


def _from_file(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _invalid(path, f"the arguments cannot be read: {error.strerror}") from None
    if len(data) > MAX_FILE_BYTES:
        raise _invalid(path, f"the arguments are larger than {MAX_FILE_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise _invalid(path, f"not UTF-8: byte 0x{data[error.start]:02x}", line, column) from None
    found = _parse(text, path)
    if not isinstance(found, dict):
        raise _invalid(path, f"the arguments are a JSON object, not {_kind(found)}", suggestion='{"days": 3}')
    for name in found:
        if not name.isidentifier():
            raise _invalid(path, f"{name!r} cannot be an argument's name; it must be an identifier, like days")
    return found


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as error:
        lines = error.doc.split("\n")
        excerpt = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        raise ArgumentsInvalid(
            (Finding(where, error.lineno, error.colno, f"not JSON: {error.msg}", excerpt),)
        ) from None
    except ValueError as error:
        raise _invalid(where, f"not JSON: {error}") from None
    except RecursionError:
        raise _invalid(where, "nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"an object has the key {json.dumps(name)} twice")
        found[name] = value
    return found


def _utf8(text: str, where: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _invalid(where, "not UTF-8") from None
    return text


def _kind(value: Any) -> str:
    kinds = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return kinds.get(type(value), "a number")


def _invalid(
    where: str, message: str, line: int = 0, column: int = 0, *, suggestion: str | None = None
) -> ArgumentsInvalid:
    return ArgumentsInvalid((Finding(where, line, column, message, suggestion=suggestion),))
