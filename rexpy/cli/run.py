"""`rexpy run`: the options. What they mean for the run is in `perform.py`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from rexpy.broker.audit.options import STDERR, AuditOptions
from rexpy.broker.limits import Limits
from rexpy.cli.group import one_of
from rexpy.cli.parameters import assignment, count, duration, name_server, seconds, show_size, size
from rexpy.errors import RexpyError, UsageError
from rexpy.seal.options import MECHANISMS, SealOptions, SealOptionsInvalid

if TYPE_CHECKING:
    from rexpy.cli.early import EarlyWorker

_DEFAULT = Limits()
_FORMATS = ("human", "json", "pretty-json")
_NO_POLICY = (
    "no policy was given, and without one a script may do nothing. Name a file, or a directory of *.cedar "
    "files, with -p/--policy: -p policies/log_report.cedar, or to permit nothing -p policies/deny_all.cedar."
)


class RunCommand(click.Command):
    """Tells a script's own options from the command's when one is not known."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse. Raises click.UsageError."""
        given = list(args)  # parsing empties it
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if "--" in given or not any(word == "-" or word[:1] != "-" for word in given):
                raise
            hint = f"The script's own options come after --:  rexpy run ... SCRIPT -- {error.option_name}"
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from None


_METAVARS: dict[object, str] = {size: "SIZE", seconds: "S", count: "N"}
_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _limit(name: str, kind: Callable[[str], Any], what: str, default: object) -> _Decorator:
    return click.option(name, type=kind, metavar=_METAVARS[kind], help=f"{what} [{default}]")


_EPILOG = """\b
Examples:
  rexpy run -p policies/log_report.cedar scripts/log_report.py
  rexpy run -p team.cedar --arg days:=3 report.py -- --verbose
  cat generated.py | rexpy run -p readonly.cedar --timeout 10 -

\b
Exit code (a script's sys.exit(N) gives N):
  0    the script ended well
  1    it raised, or hit a limit
  2    the policy refused, uncaught
  3    not valid: policy, entities,
       arguments or script
  64   wrong usage
  124  time limit
  125  rexpy or its containment failed
  137  memory limit
  141  nobody read the output

Sizes are bytes, or numbers with K, M, G (powers of 1024).

In human form the script's output is shown as it comes, wherever it goes: control characters other than tab
and line end appear as escapes (\\x1b), so that no script drives a terminal or forges a log. The exact text is
in the JSON forms.
"""


@click.command("run", cls=RunCommand, epilog=_EPILOG, options_metavar="[OPTIONS]")
@click.argument("script", metavar="SCRIPT")
@click.argument("words", metavar="[-- ARGS]...", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "-p",
    "--policy",
    "policies",
    multiple=True,
    metavar="FILE|DIR",
    help="A Cedar policy, or a directory of *.cedar files. At least one; may be repeated.",
)
@click.option("-e", "--entities", multiple=True, metavar="FILE", help="Cedar entities as JSON: users and their groups.")
@click.option("--links", multiple=True, metavar="FILE", help="Links as JSON, which fill the slots of templates.")
@click.option("--principal", metavar="UID", help="""Who the script runs as, e.g. 'User::"agent-7"'. [the OS user]""")
@click.option("--cwd", metavar="DIR", help="The script's working directory. [this one]")
@click.option(
    "--arg",
    "assignments",
    multiple=True,
    type=assignment,
    metavar="NAME=VALUE",
    help="An entry of the script's dict args: NAME=text, or NAME:=JSON (days:=3, tags:='[\"a\"]').",
)
@click.option("--args-file", metavar="FILE.json", help="A JSON object with entries of args; --arg overrides them.")
@click.option(
    "--env",
    "environ",
    multiple=True,
    metavar="NAME[=VALUE]",
    help="A variable of the script's os.environ; without a value, this command's own.",
)
@click.option("--stdin", "pass_stdin", is_flag=True, help="Pass standard input on to the script. [it reads nothing]")
@click.option(
    "--module-path",
    "module_path",
    multiple=True,
    metavar="DIR",
    help="A directory of modules that the script may import; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    "form",
    type=one_of(*_FORMATS),
    metavar="|".join(_FORMATS),
    default="human",
    show_default=True,
    help="human streams the script's output; json prints one object at the end.",
)
@click.option("-v", "--verbose", is_flag=True, help="Report denials, usage and containment also when all went well.")
@click.option(
    "--audit",
    multiple=True,
    metavar="FILE|SINK",
    help="Record every decision before it is acted on: in FILE, or stderr:, syslog:, otel:. May be repeated.",
)
@click.option("--audit-fields", metavar="LIST", help="What of a request is recorded. [principal,action,resource]")
@click.option("--audit-max-size", type=size, metavar="SIZE", help="Rotate the audit file before it is larger.")
@click.option("--audit-rotate", type=duration, metavar="TIME", help="Rotate the audit file when it is older: 12h, 7d.")
@click.option("--audit-keep", type=count, metavar="N", help="Rotated files kept; the oldest are removed. [all]")
@click.option("--audit-key", metavar="FILE", help="Chain the records under the key in FILE.")
@click.option(
    "--waive",
    multiple=True,
    type=one_of(*MECHANISMS),
    metavar="MECHANISM",
    help="Run without this layer of containment; see rexpy doctor.",
)
@click.option(
    "--require",
    multiple=True,
    type=one_of(*MECHANISMS),
    metavar="MECHANISM",
    help="Refuse to run unless this layer is in full force.",
)
@click.option(
    "--redaction",
    metavar="FILE",
    help="Templates: what they explain is shown of files that may only be redacted_read.",
)
@click.option(
    "--insecure-policy-permissions",
    is_flag=True,
    help="Run also where others, or the run itself, can change the policy's files.",
)
@click.option("--allow-hard-links", is_flag=True, help="Let files that have several hard links be changed.")
@click.option(
    "--dns-server",
    "nameservers",
    multiple=True,
    type=name_server,
    metavar="ADDR[:PORT]",
    help="Ask this name server instead of the system's.",
)
@_limit("--timeout", seconds, "Seconds from start to end.", f"{_DEFAULT.wall_s:g}")
@_limit("--max-cpu", count, "Seconds of processor time.", _DEFAULT.cpu_s)
@_limit("--max-memory", size, "Memory of the script.", show_size(_DEFAULT.memory_bytes))
@_limit("--max-output", size, "Output kept and shown; the rest is cut.", show_size(_DEFAULT.output_bytes))
@_limit("--max-calls", count, "Operations asked.", _DEFAULT.calls)
@_limit("--max-handles", count, "Files open at once.", _DEFAULT.handles)
@_limit("--max-written", size, "Bytes written to files.", show_size(_DEFAULT.written_bytes))
@_limit("--max-script", size, "Size of the script.", show_size(_DEFAULT.script_bytes))
@_limit("--max-stdin", size, "Standard input passed on.", show_size(_DEFAULT.stdin_bytes))
@_limit("--max-result", size, "Size of the script's value or error.", show_size(_DEFAULT.result_bytes))
@_limit("--max-policy", size, "Size of all policies.", "1M")
@_limit("--max-entities", size, "Size of all entities.", "16M")
@click.pass_obj
def command(early: "EarlyWorker", /, **given: Any) -> int:
    """Run SCRIPT, a Python file, a directory with a __main__.py, or - for standard input, under Cedar policies.

    The script has no authority of its own: each file it opens and each name it resolves is decided by the
    policies, and what no policy permits is refused with PermissionError. It runs in a sealed process of its
    own.
    """
    if not given["policies"]:
        raise click.UsageError(_NO_POLICY, click.get_current_context())
    limits, audit = _limits(given), _audit(given)
    try:
        seal = SealOptions(
            address_space_bytes=limits.memory_bytes,
            cpu_s=limits.cpu_s,
            waive=frozenset(given["waive"]),
            require=frozenset(given["require"]),
        )
    except SealOptionsInvalid as error:
        raise click.UsageError(str(error), click.get_current_context()) from None
    try:
        # The worker starts before anything heavy is imported: it prepares itself meanwhile.
        worker = early.take(seal)
    except RexpyError as error:
        from rexpy.cli.failure import show

        return show(error, form=given["form"])
    with worker:
        from rexpy.cli.perform import Request, perform

        return perform(
            worker,
            Request(
                script=given["script"],
                words=given["words"],
                policies=given["policies"],
                entities=given["entities"],
                links=given["links"],
                principal=given["principal"],
                cwd=given["cwd"],
                args_file=given["args_file"],
                assignments=given["assignments"],
                environ=given["environ"],
                pass_stdin=given["pass_stdin"],
                module_path=given["module_path"],
                form=given["form"],
                verbose=given["verbose"],
                audit=audit,
                seal=seal,
                redaction=given["redaction"],
                insecure_policy_permissions=given["insecure_policy_permissions"],
                allow_hard_links=given["allow_hard_links"],
                nameservers=given["nameservers"],
                limits=limits,
                policy_bytes=given["max_policy"],
                entities_bytes=given["max_entities"],
            ),
        )


def _audit(given: dict[str, Any]) -> AuditOptions | None:
    about = {name: given[f"audit_{name}"] for name in ("max_size", "rotate", "keep", "key", "fields")}
    asked = {name: value for name, value in about.items() if value is not None}
    context = click.get_current_context()
    if not given["audit"]:
        if asked:
            named = next(iter(asked)).replace("_", "-")
            raise click.UsageError(f"--audit-{named} is about an audit, and none was asked for: --audit FILE", context)
        return None
    # Threat: lines that a script prints would stand beside the records, and look like them.
    if STDERR in given["audit"] and given["form"] == "human":
        raise click.UsageError("--audit stderr: needs -o json: in human form the script writes there too", context)
    if "rotate" in asked:
        asked["rotate_s"] = asked.pop("rotate")
    if "fields" in asked:
        asked["fields"] = tuple(field.strip() for field in asked["fields"].split(",") if field.strip())
    try:
        return AuditOptions(given["audit"], **asked).checked()
    except UsageError as error:
        raise click.UsageError(str(error), context) from None


def _limits(given: dict[str, Any]) -> Limits:
    named = {
        "wall_s": given["timeout"],
        "cpu_s": given["max_cpu"],
        "memory_bytes": given["max_memory"],
        "output_bytes": given["max_output"],
        "calls": given["max_calls"],
        "handles": given["max_handles"],
        "written_bytes": given["max_written"],
        "script_bytes": given["max_script"],
        "stdin_bytes": given["max_stdin"],
        "result_bytes": given["max_result"],
    }
    return Limits(**{name: value for name, value in named.items() if value is not None})
