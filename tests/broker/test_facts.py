"""What every request says of its run comes from the broker: who the script is, what it was given, when, how much."""

import hashlib
import time
from typing import Any

import pytest

import rexpy
from rexpy.broker.policy import Policy
from tests.broker.runs import PRINCIPAL

SCRIPT = 'open("/proc/sys/kernel/ostype").read()'
GRANT = "permit(principal, action, resource) when {{ {} }};"


def allowed(condition: str, script: str = SCRIPT, **options: Any) -> bool:
    result = rexpy.run(script, policy=GRANT.format(condition), principal=PRINCIPAL, **options)
    assert {denial.effect for denial in result.denials} <= {"no_permit"}
    assert result.exit_code in (0, 2)
    return result.ok


def test_a_grant_to_one_reviewed_script_is_to_no_other() -> None:
    reviewed = f'context.run.script_sha256 == "{hashlib.sha256(SCRIPT.encode()).hexdigest()}"'
    assert allowed(reviewed)
    assert not allowed(reviewed, SCRIPT + "\n")


def test_a_grant_ends_when_its_time_is_over() -> None:
    def at(seconds: float) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))

    assert allowed(f'context.time < datetime("{at(3600)}")')
    assert not allowed(f'context.time < datetime("{at(-3600)}")')
    assert not allowed(f'context.time.toDate() != datetime("{at(0)}").toDate() && context.time < datetime("{at(-5)}")')


def test_a_grant_may_depend_on_the_working_directory_and_the_run(tmp_path) -> None:
    assert allowed(f'context.run.cwd == "{tmp_path}"', cwd=tmp_path)
    assert not allowed(f'context.run.cwd == "{tmp_path}"', cwd="/")
    assert not allowed('context.run.id == "" || context.run.id like "*-*"')


def test_the_arguments_are_texts_that_the_caller_gave() -> None:
    named = 'context.run.args.hasTag("{0}") && context.run.args.getTag("{0}") == "{1}"'
    given = {"path": "/srv", "days": 3, "deep": {"b": [1, None], "a": "é"}, "flag": True}
    assert allowed(named.format("path", "/srv"), args=given)
    assert allowed(named.format("days", "3"), args=given)
    assert allowed(named.format("flag", "true"), args=given)
    assert allowed(named.format("deep", '{\\"a\\":\\"é\\",\\"b\\":[1,null]}'), args=given)
    assert not allowed(named.format("path", "/srv"), args={"path": "/srv/"})
    assert not allowed(named.format("path", "/srv"))
    assert allowed('context.run.args.names == ["path", "days"] && context.run.args.words == ["-n"]',
                   args={"days": 1, "path": ""}, argv=["-n"])  # fmt: skip


def test_a_file_that_the_caller_named_and_no_other() -> None:
    policy = """
        permit(principal, action == file_system::Action::"open", resource == file_system::Dir::"/proc/sys/kernel");
        permit(principal, action in [file_system::Action::"open", file_system::Action::"read"],
               resource is file_system::File)
        when { context.run.args.hasTag("file") && resource.path == context.run.args.getTag("file") };
    """
    script = "open(args['file']).read(); open('/proc/sys/kernel/version').read()"
    result = rexpy.run(script, policy=policy, principal=PRINCIPAL, args={"file": "/proc/sys/kernel/ostype"})
    assert [denial.resource for denial in result.denials] == ['file_system::File::"/proc/sys/kernel/version"']


@pytest.mark.parametrize(
    "smuggled",
    [
        {"__entity": {"type": "User", "id": "root"}},
        {"__extn": {"fn": "datetime", "arg": "2000-01-01"}},
        '{"__entity":{"type":"User","id":"root"}}',
        '","args":{},"x":"',
        "\0\x1b[31m\u2028",
    ],
)
def test_no_argument_becomes_anything_but_a_text(smuggled: Any) -> None:
    args = {"a": smuggled, "__entity": "x", "__extn": smuggled}
    assert allowed('context.run.args.names.containsAll(["a", "__entity", "__extn"])', args=args, argv=["__entity"])
    assert allowed('context.run.args.hasTag("a") && context.run.args.getTag("a") like "*"', args=args)
    assert not allowed('context.run.args.hasTag("type") || context.run.args.hasTag("fn")', args=args)


def test_an_argument_that_cedar_cannot_read_denies_where_a_policy_reads_it() -> None:
    script, args = SCRIPT, {"a": "\ud800"}
    policy = GRANT.format('context.run.args.hasTag("a")')
    result = rexpy.run(script, policy=policy, principal=PRINCIPAL, args=args)
    assert [denial.effect for denial in result.denials] == ["error"]
    assert allowed("true", args=args)


def test_usage_is_what_the_broker_counted(tmp_path) -> None:
    script = "import os\nfor n in range(5):\n    os.stat('/proc/sys/kernel/ostype')"
    result = rexpy.run(script, policy=GRANT.format("context.usage.calls <= 3"), principal=PRINCIPAL)
    assert (result.exit_code, result.usage.calls, len(result.denials)) == (2, 4, 1)
    script = "for name in 'fg':\n    with open(name, 'w') as f:\n        f.write('x' * 100)"
    result = rexpy.run(
        script, policy=GRANT.format("context.usage.bytes_written < 100"), principal=PRINCIPAL, cwd=tmp_path
    )
    assert result.exit_code == 2
    assert ((tmp_path / "f").read_text(), (tmp_path / "g").exists()) == ("x" * 100, False)


def test_what_no_policy_reads_is_not_even_asked_for() -> None:
    def never() -> Any:
        raise AssertionError("a fact was taken that no policy reads")

    from hostapi.vocabulary import file_system as fs
    from hostapi.vocabulary.base import Resource
    from rexpy.broker.policy.facts import Facts

    text = """permit(principal, action == file_system::Action::"read", resource);
        permit(principal, action == file_system::Action::"stat", resource) when { context.time > datetime("2000-01-01") };
        permit(principal, action == file_system::Action::"open", resource) when { context has run };"""
    authorizer = Policy.from_text(text).authorizer(PRINCIPAL, Facts(never, never, never))
    assert authorizer.decide(fs.READ, Resource(fs.FILE, "/a")).allowed
    for action in (fs.STAT, fs.OPEN):
        decision = authorizer.decide(action, Resource(fs.FILE, "/a"))
        assert decision.effect == "error"
        assert "a fact was taken" in decision.errors[0]


def test_outside_of_a_run_the_time_is_known_and_the_rest_denies() -> None:
    from hostapi.vocabulary import file_system as fs
    from hostapi.vocabulary.base import Resource

    file = Resource(fs.FILE, "/a")
    for condition, effect in {
        'context.time > datetime("2020-01-01")': "permit",
        'context.run.id == ""': "error",
        "context.usage.calls < 5": "error",
    }.items():
        authorizer = Policy.from_text(GRANT.format(condition)).authorizer(PRINCIPAL)
        assert authorizer.decide(fs.READ, file).effect == effect
        assert authorizer.decide(fs.READ, file).effect == effect
