"""What a caller gives to a run, checked: the script's bytes, its arguments, the principal, the working directory."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from rexpy.broker import ending
from rexpy.broker.limits import Limits
from rexpy.broker.refusal import quote
from rexpy.broker.result import ErrorType, RunError
from rexpy.errors import ArgumentsInvalid, Finding, InputInvalid, UsageError
from rexpy.seal.options import SealOptions, SealOptionsInvalid


def default_principal() -> str:
    """Return the principal of the OS user, as Rex has it."""
    import pwd

    # Not: getpass.getuser. It believes the environment, which a caller with less authority may have set.
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = str(os.geteuid())
    return f"User::{quote(name)}"


def seal_options(limits: Limits, waive: Sequence[str], require: Sequence[str]) -> SealOptions:
    try:
        return SealOptions(
            address_space_bytes=limits.memory_bytes,
            cpu_s=limits.cpu_s,
            waive=frozenset(waive),
            require=frozenset(require),
        )
    except SealOptionsInvalid as error:
        raise UsageError(str(error)) from None


def source_of(script: str | bytes | os.PathLike[str], filename: str | None, limits: Limits) -> tuple[bytes, str]:
    if isinstance(script, str):
        return script.encode("utf-8", "surrogatepass"), filename or "script.py"
    if isinstance(script, bytes):
        return script, filename or "script.py"
    path = os.fspath(script)
    try:
        with open(path, "rb") as file:
            return file.read(limits.script_bytes + 1), filename or path
    except OSError as error:
        raise InputInvalid((Finding(path, 0, 0, f"the script cannot be read: {error.strerror}"),)) from None


def source_problem(source: bytes, name: str, limits: Limits) -> ending.Ending | None:
    """Return why the source is refused before a worker sees it, or None. It is not parsed here."""
    message = None
    line = column = 0
    if len(source) > limits.script_bytes:
        message = f"the script is larger than {limits.script_bytes} bytes (--max-script)"
    else:
        try:
            source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            column = error.start - source.rfind(b"\n", 0, error.start)
            message = f"the script is not UTF-8: byte 0x{source[error.start]:02x}"
    if message is None:
        return None
    finding = Finding(name, line, column, message)
    return ending.Ending(3, RunError(ErrorType.VALIDATION, str(finding), line=line, findings=(finding,)))


def words(argv: Sequence[str]) -> tuple[str, ...]:
    if isinstance(argv, str) or any(type(word) is not str for word in argv):
        raise ArgumentsInvalid((Finding("argv", 0, 0, "argv is a sequence of str"),))
    return tuple(argv)


def json_arguments(args: Mapping[str, Any] | None) -> dict[str, Any]:
    try:
        text = json.dumps(dict(args or {}), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentsInvalid((Finding("args", 0, 0, f"the arguments are not JSON: {error}"),)) from None
    if len(text) > 1024 * 1024:
        raise ArgumentsInvalid((Finding("args", 0, 0, "the arguments are larger than 1 MiB"),))
    held = json.loads(text)
    if any(not name.isidentifier() for name in held):
        raise ArgumentsInvalid((Finding("args", 0, 0, "each argument's name is an identifier"),))
    return dict(held)


def working_directory(cwd: str | os.PathLike[str] | None) -> str:
    path = os.path.realpath(os.fspath(cwd) if cwd is not None else os.getcwd())
    if not os.path.isdir(path):
        raise ArgumentsInvalid((Finding(path, 0, 0, "the working directory is not a directory"),))
    return path
