"""What a caller gives to a run, checked: the script's bytes, its arguments, the principal, the working directory."""

import errno
import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from rexpy.broker import ending
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.limits import Limits
from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.broker.refusal import quote
from rexpy.broker.result import ErrorType, RunError
from rexpy.errors import ArgumentsInvalid, Finding, InputInvalid, UsageError
from rexpy.seal.options import SealOptions, SealOptionsInvalid

PolicyLike = Policy | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

MAX_ENVIRONMENT = 256 * 1024
MAX_VARIABLE = 128 * 1024
"""Linux's own bound on one string of an environment (MAX_ARG_STRLEN), and room for two of them."""

MAX_DIRECTORIES = 16
"""Directories of modules: an import asks each in turn, and nobody has more."""

MAIN = "__main__.py"
"""What runs of a directory."""


class HasDescriptor(Protocol):
    """A file of the operating system's."""

    def fileno(self) -> int:
        """Return its descriptor."""


OnOutput = Callable[[int, str], None]
"""Called with 1 (standard output) or 2 (standard error) and the text, as the script writes it."""

Stdin = str | bytes | HasDescriptor | None
"""What a script reads of its standard input: text, bytes, or an open file, which is read when the script asks."""

AuditLike = str | os.PathLike[str] | AuditOptions | None
"""A file or another sink, as `--audit` takes it; or all that can be said of it."""


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
        path = script_file(path)
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


def environment(env: Mapping[str, str] | None) -> dict[str, str]:
    """Return the script's environment. Raises ArgumentsInvalid where a name or value cannot be one."""
    held = dict(env or {})
    for name, value in held.items():
        if type(name) is not str or type(value) is not str:
            raise ArgumentsInvalid((Finding("env", 0, 0, "names and values of the environment are str"),))
        if not name or "=" in name or "\0" in name or "\0" in value:
            message = f"{name!r} cannot be in the environment: a name is not empty, has no '=', and neither has a NUL"
            raise ArgumentsInvalid((Finding("env", 0, 0, message),))
        try:
            size = len(name.encode()) + len(value.encode())
        except UnicodeEncodeError:
            raise ArgumentsInvalid((Finding("env", 0, 0, f"{name!r} is not UTF-8, or its value is not"),)) from None
        if size > MAX_VARIABLE:
            raise ArgumentsInvalid((Finding("env", 0, 0, f"{name!r} is larger than {MAX_VARIABLE} bytes"),))
    if sum(len(name) + len(value) for name, value in held.items()) > MAX_ENVIRONMENT:
        raise ArgumentsInvalid((Finding("env", 0, 0, f"the environment is larger than {MAX_ENVIRONMENT} bytes"),))
    return held


def standard_input(stdin: str | bytes | HasDescriptor | None) -> bytes | int | None:
    """Return the bytes or the descriptor that `stdin` stands for. Raises ArgumentsInvalid."""
    if stdin is None or type(stdin) is bytes:
        return stdin
    if isinstance(stdin, str):
        return stdin.encode("utf-8", "surrogateescape")
    try:
        return stdin.fileno()  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        message = "stdin is text, bytes, or a file that has a descriptor"
        raise ArgumentsInvalid((Finding("stdin", 0, 0, message),)) from None


def module_directories(paths: Sequence[str | os.PathLike[str]]) -> tuple[tuple[str, str], ...]:
    """Return, for each directory of modules, its real path and its name for tracebacks. Raises ArgumentsInvalid."""
    found = []
    for given in [paths] if isinstance(paths, str | os.PathLike) else paths:
        shown = os.fspath(given)
        real = os.path.realpath(shown)
        if not os.path.isdir(real):
            raise ArgumentsInvalid((Finding(shown, 0, 0, "the module path is not a directory"),))
        found.append((real, shown.rstrip("/") or "/"))
    if len(found) > MAX_DIRECTORIES:
        raise ArgumentsInvalid((Finding("module_path", 0, 0, f"at most {MAX_DIRECTORIES} directories can be given"),))
    return tuple(found)


def script_file(path: str) -> str:
    """Return the file that a script's path means: of a directory its `__main__.py`. Raises OSError without one."""
    if not os.path.isdir(path):
        return path
    main = os.path.join(path, MAIN)
    if not os.path.exists(main):
        raise IsADirectoryError(errno.EISDIR, f"Is a directory without a {MAIN}", path)
    return main


def script_place(name: str) -> tuple[str, str]:
    """Return where the script lies that `name` names: the absolute path, and that without links; nothing where it is
    no file, or one that has no name in UTF-8.
    """
    try:
        path, real = os.path.abspath(name), os.path.realpath(name)
        real.encode()
        path.encode()
        return (path, real) if os.path.isfile(path) else ("", "")
    except (OSError, ValueError):
        return "", ""


def main_of(script: str | bytes | os.PathLike[str]) -> tuple[tuple[str, str], ...]:
    """Return the directory of modules that `script` brings along: itself, where it is one with a `__main__.py`."""
    return module_directories([script]) if isinstance(script, os.PathLike) and os.path.isdir(script) else ()


def load_policy(
    policy: PolicyLike, entities: Any = None, links: Any = None, limits: PolicyLimits | None = None
) -> Policy:
    """Return the policy that `policy` stands for. Raises PolicyInvalid, EntitiesInvalid, UsageError."""
    if isinstance(policy, Policy):
        if entities is not None or links is not None or limits is not None:
            raise UsageError("a loaded Policy has its entities, links and limits already; give them when it is loaded")
        return policy
    texts: list[tuple[str, str]] = []
    paths: list[str | os.PathLike[str]] = []
    if isinstance(policy, str):
        texts.append(("policy", policy))
    else:
        paths += [policy] if isinstance(policy, os.PathLike) else policy
        if not paths:
            raise UsageError("no policy was given; a run needs at least one")
    entity_texts, entity_paths = json_source("entities", entities)
    link_texts, link_paths = json_source("links", links)
    return Policy.load(
        texts=texts,
        paths=paths,
        entity_texts=entity_texts,
        entity_paths=entity_paths,
        link_texts=link_texts,
        link_paths=link_paths,
        limits=limits or PolicyLimits(),
    )


def json_source(name: str, given: Any) -> tuple[list[tuple[str, str]], list[str | os.PathLike[str]]]:
    """Return *given*, JSON text, values or a path, as named texts and paths."""
    if given is None:
        return [], []
    if isinstance(given, os.PathLike):
        return [], [given]
    return [(name, given if isinstance(given, str) else json.dumps(given))], []
