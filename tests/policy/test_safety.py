"""A policy that could fail while it is evaluated is refused when it is loaded; what cannot fail is not."""

from __future__ import annotations

import re

import cedarpy
import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy
from rexpy.broker.policy.temporal import DAY_MS, datetime_ms, duration_ms
from rexpy.errors import PolicyInvalid
from tests.policy import bare

EXECUTE = 'permit(principal, action == file_system::Action::"execute", resource) when {{ {} }};'
ANY = "permit(principal, action, resource) when {{ {} }};"
MAX = 9223372036854775807

FAILING = [
    (ANY, f"{MAX} + 1 == 0", "`+`"),
    (ANY, f"1 + {MAX} == 0", "`+`"),
    (ANY, f"-{MAX} - 2 == 0", "`-`"),
    (ANY, f"-(-{MAX} - 1) == 0", "`-`"),
    (ANY, f"{MAX} * 2 == 0", "`*`"),
    (ANY, "if 1 == 1 then 9223372036854775807 + 1 == 0 else true", "`+`"),
    (ANY, f'(if principal == User::"a" then {MAX} else 0) + 1 == 0', "`+`"),
    (ANY, f"[1, {MAX} + 1].contains(1)", "`+`"),
    (ANY, f"{{a: {MAX} + 1}}.a == 1", "`+`"),
    (EXECUTE, f"context.user.uid + {MAX} == 1", "`+`"),
    (EXECUTE, "context.user.uid * 10000000000 == 1", "`*`"),
    (EXECUTE, f"context.user.uid - -{MAX} == 1", "`-`"),
    (ANY, 'datetime("9999-12-31").offset(duration("106751991000d")) == datetime("2024-01-01")', "`offset`"),
    (ANY, f'datetime("2024-01-01").offset(duration("{MAX}ms")) == datetime("2024-01-01")', "`offset`"),
    (ANY, 'file_system::File::"/a".path == "/a"', "`.path`"),
    (ANY, 'file_system::File::"/a" has path && file_system::File::"/a".path == "/a"', "`.path`"),
    (
        ANY,
        '(if principal == User::"a" then file_system::File::"/a" else file_system::File::"/b").path == "/a"',
        "`.path`",
    ),
    (ANY, '{f: file_system::File::"/a"}.f.path == "/a"', "`.path`"),
    (ANY, 'unknown("x")', "unknown"),
    (ANY, f'context.time.offset(duration("{MAX}ms")) == datetime("2024-01-01")', "`offset`"),
    (ANY, 'context.time.offset(duration("106751991000d")) == context.time', "`offset`"),
    (ANY, f"context.usage.calls + {MAX} == 0", "`+`"),
    (ANY, "context.usage.bytes_written * 2000 == 0", "`*`"),
    (ANY, 'RunArguments::"args".names.contains("a")', "`.names`"),
    (ANY, 'RunArguments::"args".hasTag("a")', "context.run.args"),
    (ANY, 'context.run.args == RunArguments::"args"', "context.run.args"),
]

SAFE = [
    (ANY, "1 + 1 == 2 && 3 * -4 == -12 && 1 - 2 == -1"),
    (ANY, f"{MAX} - 1 == 0 && -{MAX} - 1 == 0 && {MAX} + 0 == 0"),
    (EXECUTE, "context.user.uid + 1 == 1001 && context.user.uid * 2 - context.group.gid > 0"),
    (EXECUTE, "context has namespace && context.namespace.target_process_id * 1000 > 5"),
    (EXECUTE, "(if context.user.uid > 5 then context.user.uid else 7) + 1 < 9"),
    (ANY, 'datetime("2024-01-01").offset(duration("1d")) < datetime("2025-01-01T00:00:00Z")'),
    (ANY, 'datetime("2024-01-01").durationSince(datetime("2023-01-01")) > duration("-1d2h3m4s5ms")'),
    (ANY, 'datetime("2024-01-01").toDate() == datetime("2024-01-01").offset(datetime("2024-01-01").toTime())'),
    (ANY, 'duration("1d").toMilliseconds() + 1 > 0 && duration("2h").toHours() == 2'),
    (ANY, 'ip("10.0.0.1").isInRange(ip("10.0.0.0/8")) && !ip("::1").isIpv4() && decimal("1.0").lessThan(decimal("2.0"))'),
    (EXECUTE, 'context.arguments.hasTag("a") && context.arguments.getTag("a") == "b"'),
    (ANY, "resource is file_system::File && {r: resource}.r.path == \"/a\""),
    (ANY, 'resource is file_system::File && (if true then resource else resource).path like "*"'),
    (ANY, "{a: 1}.a == 1 && resource has path && [1].containsAny([2]) && [1].isEmpty()"),
    (ANY, 'file_system::File::"/a" has path && file_system::Dir::"/a" in file_system::Dir::"/"'),
    (ANY, 'context.time.offset(duration("36500d")) < datetime("9999-12-31") && context.time.toTime() < duration("17h")'),
    (ANY, 'context.time.durationSince(datetime("2024-01-01")).toHours() < 24 && context.usage.bytes_written * 1000 > 0'),
    (ANY, 'context.usage.calls + context.usage.bytes_written < 5 && context.run.args.words.isEmpty()'),
    (ANY, 'context.run.args.hasTag("a") && context.run.args.getTag("a") like "/a*"'),
]  # fmt: skip


@pytest.mark.parametrize(("form", "condition", "message"), FAILING)
def test_what_could_fail_is_refused(form, condition, message):
    text = form.format(condition)
    if "unknown" not in condition:
        assert cedarpy.validate_policies(text, bare.PARSED_SCHEMA).validation_passed, "else Cedar says so itself"
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(text)
    finding = caught.value.findings[0]
    assert message in finding.message
    assert (finding.line, finding.column) > (1, 1)


@pytest.mark.parametrize(
    "condition",
    [
        condition
        for form, condition, _ in FAILING
        if form == ANY
        and "if" not in condition
        and not {"context", "RunArguments"} & set(re.findall(r"\w+", condition))
    ],
)
def test_these_do_fail_in_cedar(condition):
    """Each is a policy that Cedar skips: were it a forbid, it would not forbid."""
    text = "permit(principal, action, resource);\n" + ANY.replace("permit", "forbid").format(condition)
    effect, _ = bare.decide(text, "a", fs.READ, Resource(fs.FILE, "/b"))
    if "has path &&" in condition:
        assert effect == "permit", "guarded by `has`, it does not fail; to refuse it costs nothing"
    else:
        assert effect == "error"


@pytest.mark.parametrize(("form", "condition"), SAFE)
def test_what_cannot_fail_is_loaded(form, condition):
    text = form.format(condition)
    policy = Policy.from_text(text)
    if form == ANY:
        decision = policy.authorizer('User::"a"', bare.MOMENT.facts()).decide(fs.READ, Resource(fs.FILE, "/a"))
        assert decision.effect in ("permit", "no_permit")


@pytest.mark.parametrize(
    "condition",
    [
        "ip(resource.path).isIpv4()",
        'ip("1.2.3.4/99").isIpv4()',
        'datetime("2024-13-01") == datetime("2024-01-01")',
        'decimal("1.23456") == decimal("1.0")',
        'context.arguments.getTag("a") == "b"',
        'context.run.args.getTag("a") == "b"',
        "context.run.secret == 1",
        'context.time < "2026-12-01"',
        "context.time < datetime(context.run.id)",
        "context.namespace.target_process_id == 1",
        "resource.path == 1 || resource.nothing",
        'resource == "/a"',
        'principal.name == "a"',
    ],
)
def test_strict_validation_refuses_what_cannot_be_known_to_work(condition):
    with pytest.raises(PolicyInvalid):
        Policy.from_text(EXECUTE.format(condition))


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1d", DAY_MS),
        ("-1d", -DAY_MS),
        ("1d2h3m4s5ms", 93784005),
        ("5ms", 5),
        ("3m", 180000),
        ("x", None),
        ("1x", None),
    ],
)
def test_durations_are_read_as_cedar_reads_them(text, milliseconds):
    assert duration_ms(text) == milliseconds
    if milliseconds is not None:
        check = f'permit(principal, action, resource) when {{ duration("{text}").toMilliseconds() == {milliseconds} }};'
        assert bare.decide(check, "a", fs.READ, Resource(fs.FILE, "/a")) == ("permit", ["policy0"])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1970-01-01",
            "0000-01-01",
            "0000-03-01",
            "1600-02-29",
            "1900-02-28",
            "2000-02-29",
            "2024-12-31",
            "9999-12-31",
        ),
        *(
            "2026-11-25T14:50:01Z",
            "2026-11-25T14:50:01.250Z",
            "0000-01-01T00:00:00+2359",
            "9999-12-31T23:59:59.999-2359",
        ),
        *("1969-12-31T23:59:59.999Z", "2026-03-01T00:00:00+0130", "2026-03-01T00:00:00.007-0001"),
    ],
)
def test_datetimes_are_read_as_cedar_reads_them(text):
    milliseconds = datetime_ms(text)
    since = f'datetime("{text}").durationSince(datetime("1970-01-01")).toMilliseconds() == {milliseconds}'
    assert bare.decide(ANY.format(since), "a", fs.READ, Resource(fs.FILE, "/a")) == ("permit", ["policy0"])
    assert datetime_ms(text.replace("-", "/")) is None
