"""`rexpy policy test`: whether policies allow and deny what they must."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.policies import options
from rexpy.errors import ArgumentsInvalid


@click.command(
    "test",
    epilog="""\b
Examples:
  rexpy policy test -p team.cedar team.tests
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
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@output
@options.reporting
def command(
    files: tuple[str, ...], policies: tuple[str, ...], entities: tuple[str, ...], links: tuple[str, ...], form: str
) -> int:
    """Hold policies to the tests in each FILE.

    A line names a request, or an operation, which asks several: reading a file asks three. Tests in annotations,
    @test_allow and @test_deny, are held whenever a policy is loaded, here too.
    """
    from rexpy.broker.policy import Policy
    from rexpy.tooling.policies import tests

    def load(more: str | None = None) -> Policy:
        given = () if more is None else (("the entities of a test", more),)
        return Policy.load(paths=policies, entity_paths=entities, entity_texts=given, link_paths=links)

    policy = load()
    outcomes = list(tests.run(_cases(files), policy, load))
    failed = sum(not outcome.ok for outcome in outcomes)
    if form == "json":
        from rexpy.cli.streams import write_json

        counts = {"passed": len(outcomes) - failed, "failed": failed}
        write_json({"schema_version": 1, "ok": not failed, **counts, "tests": [_json(one) for one in outcomes]})
    else:
        _show(outcomes, failed)
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


def _show(outcomes: Sequence[Any], failed: int) -> None:
    from rexpy.cli import visible
    from rexpy.cli.paint import ERROR, GOOD, Span, line, paint, row, spans

    lines = []
    for outcome in outcomes:
        mark = Span("ok    ", GOOD) if outcome.ok else Span("FAIL  ", ERROR)
        lines.append(row(mark, visible.line(outcome.case.name)))
        if not outcome.ok:
            lines.append(line(visible.line(f"{outcome.case.file}:{outcome.case.line}: {outcome.message}"), indent=6))
    passed = len(outcomes) - failed
    if failed:
        lines.append(spans(f"{passed} passed, ", Span(f"{failed} failed", ERROR)))
    else:
        lines.append(spans(Span(f"{passed} passed", GOOD)))
    paint(sys.stdout, lines)
