"""`rexpy policy explain`: why a request is allowed or denied."""

import sys
from typing import Any

import click

from rexpy.cli.group import output
from rexpy.cli.policies import options
from rexpy.errors import ArgumentsInvalid, Finding

EXIT_DENIED = 2


@click.command(
    "explain",
    epilog="""\b
Examples:
  rexpy policy explain team.cedar --action read --resource File:/var/log/syslog
  rexpy policy explain -p team.cedar --operation fs.load /var/log/syslog
  rexpy policy explain -p team.cedar -e entities.json --principal agent-7
      --action resolve_hostname --resource Hostname:db1.example
  rexpy run -p team.cedar -o json s.py > result.json
  rexpy policy explain -p team.cedar --run result.json

Exit code: 0 allowed, 2 denied, 3 policies or request are not valid. Of several requests one that is denied counts.""",
)
@options.policies
@click.option("--principal", metavar="NAME|UID", help='Who asks: agent-7, or User::"agent-7". [the OS user]')
@click.option("--action", metavar="NAME|UID", help='What is done: read, or file_system::Action::"read".')
@click.option("--resource", metavar="TYPE:ID|UID", help="To what: File:/etc/hosts, Dir:/srv, Hostname:db1.example.")
@click.option("--context", metavar="JSON", help="The request's context; run, time and usage may be in it. [time: now]")
@click.option("--attributes", metavar="JSON", help="The resource's attributes, where they do not follow from its id.")
@click.option("--operation", metavar="NAME", help="All that this operation asks for the paths or hosts in ARGUMENTS.")
@click.option("--run", "run", metavar="RESULT.json", help="Every denial in the JSON that rexpy run -o json printed.")
@click.option("--all", "every", is_flag=True, help="Show every permit that did not match, not the nearest only.")
@click.argument("arguments", metavar="[FILE|DIR]... | [ARGUMENTS]...", nargs=-1)
@output
@options.reporting
def command(form: str, every: bool, **given: Any) -> int:
    """Say what the policies decide of a request and why: which policy determined it, and for a denial which part of
    each permit that came near did not match.

    With --operation the request is what an operation needs, for the paths or hosts in ARGUMENTS: reading a file takes
    three permissions. With --run it is every denial of a past run.
    """
    from rexpy.broker.policy import Policy
    from rexpy.tooling.policies.explain import MAX_NEAR, explain, supplied

    _one_question(given)
    if given["operation"] is not None and not given["policies"]:
        raise click.UsageError("with --operation, give the policies with -p", click.get_current_context())
    files = () if given["operation"] is not None else given["arguments"]
    policies = options.chosen(given["policies"], files)
    policy = Policy.from_paths(policies, entities=given["entities"], links=given["links"])
    asked, notes = _asked(given, policy)
    limit = None if every else MAX_NEAR
    attributes = _attributes(given["attributes"])
    filled = [(when, supplied(policy, one)) for when, one in asked]
    asked = [(when, one) for when, (one, _) in filled]
    lacking = frozenset[str]().union(*(names for _, (_, names) in filled))
    if lacking:
        words = " and ".join(f"context.{name}" for name in sorted(lacking))
        notes.append(
            f"policies read {words}, which is not given: asked as the first operation of a script that nobody knows;"
            " --context says it otherwise"
        )
    found = [(when, explain(policy, one, attributes=attributes, limit=limit)) for when, one in asked]
    denied = any(not one.decision.allowed for _, one in found)
    if form == "json":
        from rexpy.cli.streams import write_json

        requests = [{**one.to_json(), "when": when or None} for when, one in found]
        decision = "deny" if denied else "allow"
        write_json({"schema_version": 1, "decision": decision, "notes": notes, "requests": requests})
    else:
        from rexpy.cli.paint import paint
        from rexpy.cli.policies.explained import lines

        paint(sys.stdout, lines(found, notes))
    return EXIT_DENIED if denied else 0


def _one_question(given: dict[str, Any]) -> None:
    context = click.get_current_context()
    ways = [name for name in ("action", "operation", "run") if given[name] is not None]
    if len(ways) != 1:
        raise click.UsageError("ask with --action and --resource, with --operation, or with --run", context)
    if (given["action"] is None) != (given["resource"] is None):
        raise click.UsageError("--action and --resource go together", context)


def _asked(given: dict[str, Any], policy: Any) -> tuple[list[tuple[str, Any]], list[str]]:
    """Return the requests, each with when it is asked, and what is to be said of all of them. Raises
    ArgumentsInvalid."""
    from rexpy.broker.inputs import default_principal
    from rexpy.broker.policy.principal import parse_principal
    from rexpy.broker.policy.shorthand import (
        Asked,
        NotUnderstood,
        parse_action,
        parse_resource,
        parse_user,
        with_context,
    )
    from rexpy.tooling.policies import needs, past

    where = "--run"
    try:
        if given["run"] is not None:
            return past.denials(given["run"], policy, context=given["context"])
        where = "--principal"
        who = parse_user(given["principal"]) if given["principal"] else parse_principal(default_principal())
        found: list[tuple[str, Asked]]
        if given["operation"] is not None:
            where = "--operation"
            wanted = needs.needs_of(given["operation"], given["arguments"])
            found = [(need.when, Asked(who, need.action, need.resource, need.context)) for need in wanted]
        else:
            where = "--resource"
            resource = parse_resource(given["resource"])
            where = "--action"
            found = [("", Asked(who, parse_action(given["action"], resource.type), resource))]
        if given["context"] is not None:
            where = "--context"
            more = [with_context(one, given["context"]) for _, one in found]
            found = [
                (when, one._replace(facts=extra.facts, context=one.context or extra.context))
                for (when, one), extra in zip(found, more, strict=True)
            ]
    except NotUnderstood as error:
        raise _invalid(where, error) from None
    return list(found), []


def _attributes(text: str | None) -> Any:
    if text is None:
        return ()
    from rexpy.broker.policy.shorthand import NotUnderstood, parse_object

    try:
        return parse_object(text, "the attributes")
    except NotUnderstood as error:
        raise _invalid("--attributes", error) from None


def _invalid(where: str, error: Any) -> ArgumentsInvalid:
    return ArgumentsInvalid((Finding(where, 0, 0, str(error), suggestion=error.suggestion),))
