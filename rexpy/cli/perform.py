"""One `rexpy run` after its options are read: load, run, show."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from rexpy import api
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.inputs import script_file
from rexpy.broker.limits import Limits
from rexpy.broker.policy import PolicyLimits
from rexpy.broker.result import Result
from rexpy.broker.worker_process import WorkerProcess
from rexpy.cli import streams
from rexpy.cli.arguments import gather, variables, words
from rexpy.cli.failure import show
from rexpy.errors import Finding, RexpyError, ScriptInvalid, UsageError
from rexpy.seal.options import SealOptions

STDIN_NAME = "<stdin>"


class Request(NamedTuple):
    """What the options ask for."""

    script: str
    words: Sequence[str]
    policies: Sequence[str]
    entities: Sequence[str]
    links: Sequence[str]
    principal: str | None
    cwd: str | None
    args_file: str | None
    assignments: Sequence[tuple[str, str, bool]]
    environ: Sequence[str]
    pass_stdin: bool
    module_path: Sequence[str]
    form: str
    verbose: bool
    audit: AuditOptions | None
    seal: SealOptions
    redaction: str | None
    insecure_policy_permissions: bool
    allow_hard_links: bool
    nameservers: Sequence[tuple[str, int]]
    limits: Limits
    policy_bytes: int | None
    entities_bytes: int | None


def perform(worker: WorkerProcess, request: Request) -> int:
    """Run the script in *worker*, show what came of it and return the exit code. Raises OutputClosedError."""
    try:
        runner = _runner(request)
        arguments = gather(request.args_file, request.assignments)
        argv = words(request.words)
        stdin = sys.stdin.buffer if request.pass_stdin else None
        if stdin is not None and request.script == "-":
            raise UsageError("--stdin and the script - cannot both have standard input; name the script's file")
        source, filename = read_script(request.script, request.limits.script_bytes)
        output = streams.ScriptOutput(sys.stdout, sys.stderr) if request.form == "human" else None
        gc.freeze()
        gc.enable()
        result = runner.run_in(
            worker,
            source,
            filename=filename,
            args=arguments,
            argv=argv,
            on_output=output.write if output is not None else None,
            stdin=stdin,
        )
    except RexpyError as error:
        return show(error, form=request.form)
    if output is None:
        streams.write_json(result.to_json(), pretty=request.form == "pretty-json")
    else:
        output.end()
        if not result.ok or request.verbose or any(one.changes for one in result.observed):
            output.fresh_line()
            _report(result, source, request.verbose)
    return result.exit_code


def _runner(request: Request) -> api.Runner:
    sizes = {"policy_bytes": request.policy_bytes, "entities_bytes": request.entities_bytes}
    limits = PolicyLimits(**{name: value for name, value in sizes.items() if value is not None})
    policy = api.Policy.from_paths(request.policies, entities=request.entities, links=request.links, limits=limits)
    return api.Runner(
        policy=policy,
        principal=request.principal,
        limits=request.limits,
        cwd=request.cwd,
        audit=request.audit,
        waive=sorted(request.seal.waive),
        require=sorted(request.seal.require),
        redaction=request.redaction,
        insecure_policy_permissions=request.insecure_policy_permissions,
        allow_hard_links=request.allow_hard_links,
        nameservers=request.nameservers,
        env=variables(request.environ),
        module_path=_module_path(request),
    )


def _module_path(request: Request) -> list[str]:
    """Return the directories of modules: what a script that is a directory brings along comes first."""
    own = [request.script] if os.path.isdir(request.script) else []
    return [*own, *request.module_path]


def read_script(path: str, max_bytes: int) -> tuple[bytes, str]:
    """Return at most one byte more than *max_bytes* of a script, and its name for messages. Raises
    ScriptInvalid.
    """
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    try:
        if path == "-":
            return sys.stdin.buffer.read(max_bytes + 1), STDIN_NAME
        with open(file_path := script_file(path), "rb") as file:
            return file.read(max_bytes + 1), name + file_path[len(path) :]
    except OSError as error:
        raise ScriptInvalid((Finding(name, 0, 0, f"the script cannot be read: {error.strerror}"),)) from None
    except ValueError as error:
        raise ScriptInvalid((Finding(name, 0, 0, f"the script cannot be read: {error}"),)) from None


def _report(result: Result, source: bytes, verbose: bool) -> None:
    from rexpy.cli.paint import paint
    from rexpy.cli.report import report_lines

    paint(sys.stderr, report_lines(result, source=source.decode("utf-8", "replace"), verbose=verbose))
