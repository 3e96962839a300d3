"""`rexpy policy test`: whether policies allow and deny what they must."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.policies import options
from rexpy.errors import ArgumentsInvalid

SUFFIX = ".cedar"


@click.command(
    "test",
    epilog="""\b
Examples:
  rexpy policy test team.cedar team.tests
  rexpy policy test -p policies/ -e entities.json tests/*.json
  rexpy policy test -p team.cedar -o json team.tests | jq .failed

\b
A test is a line of text:
  allow read File:/var/log/syslog as agent-7
  deny  write File:/etc/passwd as agent-7 by no-writes
  allow fs.load /var/log/syslog as agent-7
or JSON, in the form of the Cedar CLI's run-tests.

Exit code: 0 all hold, 1 one does not, 3 policies or tests are not valid.""",
)
@options.policies
@click.argument("files", metavar="FILE...", nargs=-1)
@output
@options.reporting
def command(
    files: tuple[str, ...], policies: tuple[str, ...], entities: tuple[str, ...], links: tuple[str, ...], form: str
) -> int:
    """Hold policies to the tests in each FILE; a FILE that ends in .cedar is a policy, as one with -p is.

    A line names a request, or an operation, which asks several: reading a file asks three. Tests in annotations,
    @test_allow and @test_deny, are held whenever a policy is loaded, here too.
    """
    from rexpy.broker.policy import Policy
    from rexpy.tooling.policies import tests

    def load(more: str | None = None) -> Policy:
        given = () if more is None else (("the entities of a test", more),)
        return Policy.load(paths=policies, entity_paths=entities, entity_texts=given, link_paths=links)

    policies = options.chosen(policies, tuple(file for file in files if file.endswith(SUFFIX)))
    tested = [file for file in files if not file.endswith(SUFFIX)]
    policy = load()
    held = _annotated(policy)
    if not tested and not held:
        raise click.UsageError("no tests were given: name a FILE of tests", click.get_current_context())
    outcomes = list(tests.run(_cases(tested), policy, load))
    failed = sum(not outcome.ok for outcome in outcomes)
    if form == "json":
        from rexpy.cli.streams import write_json

        counts = {"passed": len(outcomes) - failed, "failed": failed, "annotated": held}
        write_json({"schema_version": 1, "ok": not failed, **counts, "tests": [_json(one) for one in outcomes]})
    else:
        _show(outcomes, failed, held)
    return 1 if failed else 0


def _cases(files: Sequence[str]) -> list[Any]:
    from rexpy.broker.policy.limits import PolicyLimits
    from rexpy.broker.policy.sources import Reader, Refused
    from rexpy.tooling.policies import tests

    limits = PolicyLimits()
    reader = Reader(max_bytes=limits.entities_bytes, max_files=limits.files, suffix=".tests")
    cases: list[Any] = []
    found: list[Any] = []
    for file in files:
        try:
            for source in reader.read(file):
                cases += tests.read(source)
        except Refused as refused:
            found.append(refused.finding)
        except ArgumentsInvalid as error:
            found += error.findings
    if found:
        raise ArgumentsInvalid(tuple(found))
    return cases


def _json(outcome: Any) -> dict[str, Any]:
    from rexpy.tooling.policies.explain import ref_json

    case = outcome.case
    return {
        "name": case.name,
        "file": case.file,
        "line": case.line,
        "expected": "allow" if case.allowed else "deny",
        "ok": outcome.ok,
        "message": outcome.message or None,
        "decisions": [
            {
                "decision": "allow" if one.allowed else "deny",
                "effect": one.effect,
                "policies": [ref_json(ref) for ref in one.policies],
            }
            for one in outcome.decisions
        ],
    }


def _annotated(policy: Any) -> int:
    """Return how many tests stand in annotations; they were held when the policy was loaded."""
    from rexpy.broker.policy.annotated import KINDS, tests_of

    return sum(len(tests_of(one, name) or ()) for one in policy.located if one.ref.template is None for name in KINDS)


def _show(outcomes: Sequence[Any], failed: int, held: int) -> None:
    from rexpy.cli import visible
    from rexpy.cli.paint import ERROR, GOOD, Span, line, paint, row, spans

    lines = []
    for outcome in outcomes:
        mark = Span("ok    ", GOOD) if outcome.ok else Span("FAIL  ", ERROR)
        lines.append(row(mark, visible.line(outcome.case.name)))
        if not outcome.ok:
            lines.append(line(visible.line(f"{outcome.case.file}:{outcome.case.line}: {outcome.message}"), indent=6))
    passed = len(outcomes) - failed
    if held:
        lines.append(spans(f"{held} in annotations: ", Span("ok", GOOD)))
    if not outcomes:
        return paint(sys.stdout, lines)
    if failed:
        lines.append(spans(f"{passed} passed, ", Span(f"{failed} failed", ERROR)))
    else:
        lines.append(spans(Span(f"{passed} passed", GOOD)))
    return paint(sys.stdout, lines)
