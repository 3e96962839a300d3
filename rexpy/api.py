"""The Python interface: `run`, `Runner`. Runs in the caller's process, which becomes the broker while a script runs."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rexpy.broker import lazily
from rexpy.broker.audit.options import AuditOptions, audit_options
from rexpy.broker.in_force import InForce, put_in_force
from rexpy.broker.inputs import (
    AuditLike,
    OnOutput,
    Stdin,
    default_principal,
    environment,
    json_arguments,
    load_policy,
    main_of,
    module_directories,
    script_place,
    seal_options,
    source_of,
    source_problem,
    standard_input,
    words,
    working_directory,
)
from rexpy.broker.limits import Limits
from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.broker.policy.principal import parse_principal
from rexpy.broker.redaction import load_redaction
from rexpy.broker.result import (
    AlarmRecord,
    Denial,
    ErrorType,
    LogRecord,
    Mechanism,
    MetricRecord,
    Result,
    RunError,
    Usage,
)
from rexpy.broker.run import Plan, conduct, new_run_id
from rexpy.broker.spawn import start_worker
from rexpy.broker.worker_process import WorkerProcess
from rexpy.errors import ArgumentsInvalid, ContainmentError, Finding, InputInvalid, RexpyError, RunnerError, UsageError

if TYPE_CHECKING:
    from rexpy.broker.in_force import PolicyGiven
    from rexpy.broker.reload import Reload
    from rexpy.broker.uses import Examination

__getattr__ = lazily.load


class Runner(InForce):
    """A loaded policy and everything else that runs have in common. Its runs share nothing else.

    `policy`: Cedar text, a path (a `pathlib.Path`, or a list of paths; directories stand for their `*.cedar` files),
    or a loaded `Policy`. `entities`: JSON text, a list of entities, or a path. `links`: JSON text, a list, or a path of
    links that fill the slots of templates. `policy` and `entities` may be providers too. `reload`: when to load them
    anew; each run keeps the set it began with. `insecure_policy_permissions` waives that nobody else, and no run, can
    change the policies' files. `policy_limits`: how large policies and entities may be. `principal`: `User::"name"`,
    by default the OS user's. `cwd`: the script's working directory, by default this process's. `waive` and `require`
    name mechanisms of the containment (`rexpy doctor` lists them). `nameservers`: (address, port) pairs to ask instead
    of the system's.
    `audit`: a file that gets a record of each decision and of the run's course, or `AuditOptions`; docs/audit.md.
    `env`: the scripts' `os.environ`, by default empty.
    `redaction`: a file of templates; what they explain is shown of files that may be `redacted_read` only.
    `module_path`: directories of the owner's own modules, which scripts may import; no run may change them.

    Raises PolicyInvalid, EntitiesInvalid, ArgumentsInvalid or UsageError; each says what is wrong and where.
    """

    def __init__(
        self,
        *,
        policy: "PolicyGiven",
        entities: Any = None,
        links: Any = None,
        principal: str | None = None,
        limits: Limits | None = None,
        cwd: str | os.PathLike[str] | None = None,
        audit: AuditLike = None,
        waive: Sequence[str] = (),
        require: Sequence[str] = (),
        allow_hard_links: bool = False,
        nameservers: Sequence[tuple[str, int]] = (),
        env: Mapping[str, str] | None = None,
        module_path: Sequence[str | os.PathLike[str]] = (),
        reload: "Reload | None" = None,
        insecure_policy_permissions: bool = False,
        redaction: str | os.PathLike[str] | None = None,
        policy_limits: PolicyLimits | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._seal = seal_options(self._limits, waive, require)
        self._principal = parse_principal(principal if principal is not None else default_principal())
        self._audit = audit_options(audit)
        who, waived, kept, sizes = self._principal, insecure_policy_permissions, self._audit, policy_limits
        self._in_force = put_in_force(
            policy, entities, links, reload=reload, principal=who, insecure_permissions=waived, audit=kept, limits=sizes
        )
        self._cwd = cwd
        self._allow_hard_links = allow_hard_links
        self._nameservers = tuple(nameservers)
        self._environ = environment(env)
        self._module_path = module_directories(module_path)
        self._redaction = load_redaction(redaction, insecure_permissions=waived)

    def run(
        self,
        script: str | bytes | os.PathLike[str],
        *,
        filename: str | None = None,
        args: Mapping[str, Any] | None = None,
        argv: Sequence[str] = (),
        on_output: OnOutput | None = None,
        stdin: Stdin = None,
    ) -> Result:
        """Run one script and return how it ended.

        `script` is source text, or a path object; of a directory its `__main__.py` runs, and may import what is beside
        it. `args` is the dict `args` of the script, JSON values only; `argv` its `sys.argv[1:]`; `stdin` what it
        reads of its standard input. A script that fails, is denied or is stopped is a Result, not an exception.

        Raises ArgumentsInvalid, ContainmentError (the worker could not be sealed as asked; nothing ran), RunnerError.
        """
        policy = self.policy  # first: where nothing is in force any more, no worker is started
        plan = self._plan(script, filename=filename, args=args, argv=argv, on_output=on_output, stdin=stdin)
        if isinstance(plan, Result):
            return plan
        return conduct(start_worker(self._seal), policy, plan)

    def run_in(
        self,
        worker: WorkerProcess,
        script: str | bytes | os.PathLike[str],
        *,
        filename: str | None = None,
        args: Mapping[str, Any] | None = None,
        argv: Sequence[str] = (),
        on_output: OnOutput | None = None,
        stdin: Stdin = None,
    ) -> Result:
        """Run one script in a worker that `start_worker` started before the policy was loaded; as `run` otherwise."""
        plan = self._plan(script, filename=filename, args=args, argv=argv, on_output=on_output, stdin=stdin)
        if isinstance(plan, Result):
            worker.close()
            return plan
        return conduct(worker, self.policy, plan)

    def _plan(
        self,
        script: str | bytes | os.PathLike[str],
        *,
        filename: str | None,
        args: Mapping[str, Any] | None,
        argv: Sequence[str],
        on_output: OnOutput | None,
        stdin: Stdin = None,
    ) -> Plan | Result:
        module_path = (*main_of(script), *self._module_path)
        source, name = source_of(script, filename, self._limits)
        run_id = new_run_id()
        problem = source_problem(source, name, self._limits)
        if problem is not None:
            code, error = problem.exit_code, problem.error
            return Result(run_id, status="ERROR", exit_code=code, error=error, policy_sha256=self.policy.sha256)
        return Plan(
            source=source,
            filename=name,
            place=script_place(name) if filename or isinstance(script, os.PathLike) else ("", ""),
            argv=words(argv),
            arguments=json_arguments(args),
            cwd=working_directory(self._cwd),
            principal=self._principal,
            limits=self._limits,
            seal=self._seal,
            allow_hard_links=self._allow_hard_links,
            nameservers=self._nameservers,
            audit=self._audit,
            on_output=on_output,
            run_id=run_id,
            environ=self._environ,
            stdin=standard_input(stdin),
            module_path=module_path,
            redaction=self._redaction,
        )


def run(
    script: str | bytes | os.PathLike[str],
    *,
    policy: "PolicyGiven",
    filename: str | None = None,
    args: Mapping[str, Any] | None = None,
    argv: Sequence[str] = (),
    principal: str | None = None,
    entities: Any = None,
    links: Any = None,
    limits: Limits | None = None,
    cwd: str | os.PathLike[str] | None = None,
    on_output: OnOutput | None = None,
    audit: AuditLike = None,
    waive: Sequence[str] = (),
    require: Sequence[str] = (),
    allow_hard_links: bool = False,
    nameservers: Sequence[tuple[str, int]] = (),
    env: Mapping[str, str] | None = None,
    stdin: Stdin = None,
    module_path: Sequence[str | os.PathLike[str]] = (),
    insecure_policy_permissions: bool = False,
    redaction: str | os.PathLike[str] | None = None,
) -> Result:
    """Run one script under a policy and return how it ended; the parameters are those of `Runner` and `Runner.run`.

    >>> import rexpy
    >>> rexpy.run("6 * 7", policy="").value
    42
    """
    chosen = limits or Limits()
    # The worker starts first: it imports and seals itself while the policy is loaded here.
    worker = start_worker(seal_options(chosen, waive, require))
    try:
        runner = Runner(
            policy=policy,
            entities=entities,
            links=links,
            principal=principal,
            limits=chosen,
            cwd=cwd,
            audit=audit,
            waive=waive,
            require=require,
            allow_hard_links=allow_hard_links,
            nameservers=nameservers,
            env=env,
            module_path=module_path,
            insecure_policy_permissions=insecure_policy_permissions,
            redaction=redaction,
        )
        return runner.run_in(worker, script, filename=filename, args=args, argv=argv, on_output=on_output, stdin=stdin)
    finally:
        worker.close()


def check(script: str | bytes | os.PathLike[str], *, filename: str | None = None) -> tuple[Finding, ...]:
    """Return every refusal of a script, which compiles where there is none."""
    return examine(script, filename=filename).findings


def examine(script: str | bytes | os.PathLike[str], *, filename: str | None = None) -> "Examination":
    """Compile a script in a sealed worker, not run it; return refusals and uses. Raises RunnerError, InputInvalid."""
    from rexpy.broker.uses import examined

    limits = Limits()
    worker = start_worker(seal_options(limits, (), ()))
    try:
        runner = Runner(policy=Policy.from_text(""), principal='User::"nobody"', limits=limits)
        plan = runner._plan(script, filename=filename, args=None, argv=(), on_output=None)
        result = plan if isinstance(plan, Result) else conduct(worker, runner.policy, plan._replace(check=True))
    finally:
        worker.close()
    return examined(result)


__all__ = [
    *lazily.NAMES,
    "AlarmRecord",
    "ArgumentsInvalid",
    "AuditOptions",
    "ContainmentError",
    "Denial",
    "ErrorType",
    "Finding",
    "InputInvalid",
    "Limits",
    "LogRecord",
    "Mechanism",
    "MetricRecord",
    "OnOutput",
    "Policy",
    "PolicyLimits",
    "Result",
    "RexpyError",
    "RunError",
    "Runner",
    "RunnerError",
    "Usage",
    "UsageError",
    "check",
    "default_principal",
    "examine",
    "load_policy",
    "run",
    "start_worker",
]  # fmt: skip
