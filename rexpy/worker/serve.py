"""The worker's life after the fork: import, be sealed (by the caller), receive the script, run it, say how it ended."""

import json
import socket
from typing import Any

from rexpy.seal.report import SealReport
from rexpy.wire import limits
from rexpy.wire.messages import Run
from rexpy.worker import language
from rexpy.worker.channel import Channel, Gone
from rexpy.worker.denial import LimitedError, PolicyDenied
from rexpy.worker.language.compiler import compile_script, parse
from rexpy.worker.language.failure import describe
from rexpy.worker.language.runtime import NO_VALUE, execute, new_namespace
from rexpy.worker.stdlib.library import Library

_OUT_OF_MEMORY = (
    b'{"value":null,"code":null,"findings":[],"failure":{"exception":"MemoryError","message":"","traceback":"",'
    b'"line":0,"denial":null,"limit":"memory_bytes"}}'
)
"""Made ahead: when it is needed there may be no memory left to make it."""

MAX_MESSAGE = 16 * 1024
"""Characters of an error's message and of its traceback that are passed on."""


_TOO_LARGE: dict[str, Any] = {
    "value": None,
    "code": None,
    "findings": [],
    "failure": {"exception": "", "message": "", "traceback": "", "line": 0, "denial": None, "limit": "result_bytes"},
}


def prepare() -> None:
    """Import all that a run may need: after the seal nothing can be loaded from a file."""
    Library.preload()


def serve(wire: socket.socket, report: SealReport) -> None:
    """Report the seal, wait for the script, run it and say how it ended. Returns when the broker is gone as well."""
    channel = Channel(wire)
    try:
        channel.hello(report.to_wire())
        channel.done(_outcome(channel, channel.run()))
    except (Gone, ConnectionError):
        return


def _outcome(channel: Channel, run: Run) -> bytes:
    try:
        return _encode(_perform(channel, run), int(run.spec["result_bytes"]))
    except MemoryError:
        return _OUT_OF_MEMORY


def _perform(channel: Channel, run: Run) -> dict[str, Any]:
    spec = run.spec
    filename = spec["filename"]
    # Invariant: before anything else. It closes the import system, which would otherwise look for files.
    library = Library(
        channel,
        cwd=spec["cwd"],
        argv=spec["argv"],
        args=spec["args"],
        environ=spec["environ"],
        stdin=spec["stdin"],
        module_path=spec["module_path"],
        redacted=spec["redacted"],
        place=spec["place"],
    )
    try:
        compiled = compile_script(run.source.decode("utf-8"), filename)
    except language.ScriptRefused as refused:
        found = [
            [f.line, f.column, f"{f.construct}: {f.reason}" if f.construct else f.reason, f.instead or None]
            for f in refused.findings[:1000]
        ]
        return _ended(findings=found, value=_uses(run) if spec.get("check") else None)
    if spec.get("check"):
        return _ended(value=_uses(run))
    builtins = {**library.builtins(), "args": spec["args"]}
    namespace = new_namespace(
        importer=library.script_importer(builtins),
        builtins=builtins,
        name="__main__",
        file=spec["place"][0] or filename,
    )
    library.run_in(namespace)
    if compiled.warned:
        channel.output(2, compiled.warned)
    value: object = NO_VALUE
    try:
        try:
            value = execute(compiled, namespace)
        finally:
            # As CPython does at its end: what was left open is closed, which publishes whole-file writes.
            library.finish()
    except Gone:
        raise
    except SystemExit as error:
        return _left(channel, error)
    except BaseException as error:
        return _ended(failure=_failure(error, filename))
    return _ended(value=None if value is NO_VALUE else value)


def _uses(run: Run) -> dict[str, Any] | None:
    """Return what the script can be seen to use, and to import in vain; None where it is no Python."""
    from rexpy.worker.stdlib.missing import missing_of
    from rexpy.worker.stdlib.uses import uses_of

    try:
        tree = parse(run.source.decode("utf-8"))
    except language.ScriptRefused:
        return None
    return {"uses": [list(use) for use in uses_of(tree)], "missing": [list(entry) for entry in missing_of(tree)]}


def _left(channel: Channel, error: SystemExit) -> dict[str, Any]:
    code = error.code
    if code is None or isinstance(code, int):
        return _ended(code=int(code or 0) & 255)
    channel.output(2, f"{code}\n"[:MAX_MESSAGE])
    return _ended(code=1)


def _failure(error: BaseException, filename: str) -> dict[str, Any]:
    said = describe(error, filename, limit=MAX_MESSAGE)
    denial = limit = None
    if isinstance(error, PolicyDenied):
        denial = error.number
    elif isinstance(error, LimitedError):
        limit = error.limit
    elif isinstance(error, MemoryError):
        limit = "memory_bytes"
    return {
        "exception": said.error_type,
        "message": said.message,
        "traceback": said.traceback,
        "line": said.line,
        "denial": denial,
        "limit": limit,
    }


def _ended(
    *,
    value: object = None,
    code: int | None = None,
    failure: dict[str, Any] | None = None,
    findings: list[list[Any]] | None = None,
) -> dict[str, Any]:
    return {"value": value, "code": code, "failure": failure, "findings": findings or []}


def _encode(outcome: dict[str, Any], room: int) -> bytes:
    """Return the outcome as JSON; a value that JSON cannot say, or that is too large or too deep, is left out."""
    if not _sayable(outcome["value"], limits.MAX_VALUE_DEPTH - 2):
        outcome["value"] = None
    data = _json(outcome)
    if data is not None and len(data) > room and outcome["value"] is not None:
        outcome, data = _TOO_LARGE, _json(_TOO_LARGE)
    if data is None or len(data) > room:
        outcome["findings"] = outcome["findings"][:20]
        if outcome["failure"] is not None:
            outcome["failure"]["traceback"] = ""
            outcome["failure"]["message"] = outcome["failure"]["message"][: room // 16]
        data = _json(outcome) or _OUT_OF_MEMORY
    return data


def _json(outcome: dict[str, Any]) -> bytes | None:
    try:
        return json.dumps(outcome, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError):
        return None


def _sayable(value: object, depth: int) -> bool:
    """Whether JSON can say `value` as it is: exact types only, so that nothing of the script's runs here."""
    kind = type(value)
    if value is None or kind in (str, bool, int, float):
        return kind is not int or -(1 << 63) <= value < 1 << 64  # type: ignore[operator]
    if depth <= 0:
        return False
    if kind is dict:
        return all(type(key) is str and _sayable(item, depth - 1) for key, item in value.items())  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return all(_sayable(item, depth - 1) for item in value)  # type: ignore[attr-defined]
    return False
