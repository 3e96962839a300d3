"""What two policy sets answer differently is found: over a sample made of what they name, and over past runs."""

import json

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy
from rexpy.tooling.policies.diff import Comparison, Recorded, compare, grouped
from rexpy.tooling.policies.sample import literals_of, sample
from rexpy.tooling.policies.situations import NOWHERE
from rexpy.tooling.recorded.record import decode

from .trails import ALICE, decision, lines, record

HEAD = 'permit(principal, action == file_system::Action::"read", resource in file_system::Dir::"/srv/data")'
SCRIPT = "ab" * 32


def compared(
    old: str, new: str, *records: dict[str, object], limit: int = 20_000, entities: str | None = None
) -> Comparison:
    recorded = Recorded()
    for line in lines(records)[0].splitlines():
        found = decode(line)
        assert found is not None
        recorded.see(found)
    return compare(
        Policy.from_text(old, entities=entities), Policy.from_text(new, entities=entities), recorded, limit=limit
    )


PAIRS = {
    "an action": (HEAD + ";", HEAD.replace('== file_system::Action::"read"', 'in [file_system::Action::"read", file_system::Action::"write"]') + ";"),
    "the directory above": (HEAD + ";", HEAD.replace("/srv/data", "/srv") + ";"),
    "a file of it": (HEAD + ";", HEAD.replace('in file_system::Dir::"/srv/data"', '== file_system::File::"/srv/data/a"') + ";"),
    "one kind": (HEAD + ";", HEAD.replace("resource in", "resource is file_system::File in") + ";"),
    "somebody": (HEAD + ";", HEAD.replace("(principal,", '(principal == User::"alice",') + ";"),
    "a group": (HEAD + ";", HEAD.replace("(principal,", '(principal in Group::"ops",') + ";"),
    "names that begin alike": (HEAD + ";", HEAD.replace('resource in file_system::Dir::"/srv/data"', "resource") + ' when { resource.path like "/srv/data*" };'),
    "a suffix": (HEAD + ";", HEAD + ' when { resource.path like "*.log" };'),
    "hidden names": (HEAD + ";", HEAD + ' unless { resource.path like "*/.*" };'),
    "deeper": (HEAD + ";", HEAD + ' unless { resource.path like "/srv/data/*/*" };'),
    "a forbid": (HEAD + ";", HEAD + '; forbid(principal, action, resource == file_system::File::"/srv/data/secret");'),
    "where to": (HEAD.replace("read", "move") + ";", HEAD.replace("read", "move") + ' when { context.destination.parent_path == "/srv/old" };'),
    "one script": (HEAD + ";", HEAD + f' when {{ context.run.script_sha256 == "{SCRIPT}" }};'),
    "two scripts": (HEAD + f' when {{ context.run.script_sha256 == "{SCRIPT}" }};', HEAD + f' when {{ context.run.script_sha256 == "{"cd" * 32}" }};'),
    "a number of calls": (HEAD + ";", HEAD + " when { context.usage.calls > 5 };"),
    "a host": (
        'permit(principal, action == sysinfo::Action::"resolve_hostname", resource is sysinfo::Hostname) when { resource.hostname like "*.example.org" };',
        'permit(principal, action == sysinfo::Action::"resolve_hostname", resource is sysinfo::Hostname) when { resource.hostname == "db.example.org" };',
    ),
    "an attribute": (
        'permit(principal, action == process_system::Action::"kill", resource) when { resource.username == "www" };',
        'permit(principal, action == process_system::Action::"kill", resource) when { resource.username == "root" };',
    ),
    "everything": (HEAD + ";", "permit(principal, action, resource);"),
}  # fmt: skip


@pytest.mark.parametrize("which", PAIRS)
def test_each_way_to_differ_is_found(which: str) -> None:
    old, new = PAIRS[which]
    found = compared(old, new)
    assert found.differences
    assert {each.more for each in found.differences} == {not each.more for each in compared(new, old).differences}
    for each in found.differences:
        assert each.old.allowed is not each.new.allowed
    assert not compared(old, old).differences
    assert not compared(new, new).differences


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HEAD + ";", '@id("other") @advice("x") ' + HEAD.replace("==", "in") + ";"),
        (HEAD + ";", HEAD.replace("resource in", "resource") .replace(' file_system::Dir::"/srv/data")', ")") + ' when { resource in file_system::Dir::"/srv/data" };'),
        (HEAD + ";", HEAD.replace("resource in", "resource is file_system::File in") + ";" + HEAD.replace("resource in", "resource is file_system::Dir in") + ";"),
        (HEAD + ";", HEAD + ";" + '@shadow forbid(principal in Group::"ops", action, resource);'),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_no_difference(old: str, new: str) -> None:
    assert not compared(old, new).differences


def test_requests_of_past_runs() -> None:
    narrow = HEAD.replace('in file_system::Dir::"/srv/data"', '== file_system::File::"/srv/data/a"') + ";"
    asked = [
        decision(fs.READ, Resource(fs.FILE, "/srv/data/a"), "permit"),
        decision(fs.READ, Resource(fs.FILE, "/srv/data/b"), "permit"),
        decision(fs.READ, Resource(fs.FILE, "/srv/data/b"), "permit"),
        decision(fs.READ, Resource(fs.FILE, "/elsewhere"), "no_permit"),
        decision(fs.READ, Resource(fs.FILE, "/srv/x"), fields=("principal", "action")),
    ]
    found = compared(HEAD + ";", narrow, *asked, limit=0)
    assert (found.recorded, found.sampled) == (3, 0)
    (difference,) = found.differences
    assert (difference.asked.resource.id, difference.seen, difference.more) == ("/srv/data/b", 2, False)
    # Where the sample has it too, it is told once.
    both = [
        each for each in compared(HEAD + ";", narrow, *asked).differences if each.asked.resource.id == "/srv/data/b"
    ]
    assert [each.seen for each in both] == [2]


def test_a_recorded_run_is_compared_as_the_script_that_it_was() -> None:
    only = HEAD + f' when {{ context.run.script_sha256 == "{SCRIPT}" }};'
    started = record("start") | {"script": {"name": "s.py", "hashes": [{"algorithm_id": 3, "value": SCRIPT}]}}
    asked = decision(fs.READ, Resource(fs.FILE, "/srv/data/b"), "permit")
    assert not compared(HEAD + ";", only, started, asked, limit=0).differences
    assert compared(HEAD + ";", only, asked, limit=0).differences


def test_groups_are_those_of_the_entities() -> None:
    entities = json.dumps(
        [{"uid": {"type": "User", "id": "olga"}, "attrs": {}, "parents": [{"type": "Group", "id": "ops"}]}]
    )
    grant = HEAD.replace("(principal,", '(principal in Group::"ops",') + ";"
    found = compared(grant, "permit(principal, action, resource) when { false };", entities=entities)
    assert {each.asked.principal.id for each in found.differences} == {"olga"}
    assert {
        each.asked.principal.id
        for each in compared(grant, "permit(principal, action, resource) when { false };").differences
    } == {"a member of ops"}


def test_groups_of_differences_say_which_policies() -> None:
    first, second = grouped(compared('@id("a") ' + HEAD + ";", '@id("a") ' + HEAD + '; @id("no") forbid(principal, action, resource is file_system::Dir); @id("b") permit(principal, action == file_system::Action::"stat", resource in file_system::Dir::"/srv/data") when { resource is file_system::File };').differences)  # fmt: skip
    assert (first.more, first.allowed_by, first.denied_by, first.actions) == (True, ("b (policy:1)",), (), (fs.STAT,))
    assert (second.more, second.allowed_by, second.denied_by, second.actions) == (
        False,
        ("a (policy:1)",),
        ("no (policy:1)",),
        (fs.READ,),
    )


def test_a_sample_is_bounded_and_the_same_each_time() -> None:
    policy = Policy.from_text(
        " ".join(
            HEAD.replace("/srv/data", f"/srv/d{n}").replace("(principal,", f'(principal == User::"u{n}",') + ";"
            for n in range(60)
        )
    )
    named = literals_of(policy.located)
    first, second = sample(named, {}, 500), sample(named, {}, 500)
    assert len(first.asked) == 500 < first.whole
    assert first == second
    assert len(set(first.asked)) == 500


DIRS = st.sampled_from(["/a", "/a/b", "/a/b/c", "/ab", "/"])
SCOPES = st.one_of(
    DIRS.map('resource in file_system::Dir::"{}"'.format),
    DIRS.map('resource is file_system::File in file_system::Dir::"{}"'.format),
    DIRS.map(lambda path: f'resource == file_system::File::"{path.rstrip("/")}/x"'),
    st.just("resource"),
)
STATEMENTS = st.builds(
    "{}({}, {}, {}) {};".format,
    st.sampled_from(["permit", "permit", "permit", "forbid"]),
    st.sampled_from(["principal", 'principal == User::"u"', 'principal == User::"v"']),
    st.sampled_from(["action", 'action == file_system::Action::"read"', 'action in [file_system::Action::"stat", file_system::Action::"open"]']),
    SCOPES,
    st.sampled_from(["", "", "unless { context.run.cwd == \"/nowhere\" }"]),
)  # fmt: skip
UNIVERSE = [
    (user, action, Resource(kind, path))
    for user in ("u", "v", "w")
    for action in (fs.READ, fs.STAT, fs.OPEN, fs.DELETE)
    for kind in (fs.FILE, fs.DIR)
    for path in ("/", "/a", "/a/x", "/a/b", "/a/b/x", "/a/b/c", "/a/b/c/x", "/ab", "/ab/x", "/abc", "/q/r")
]


@given(st.lists(STATEMENTS, min_size=1, max_size=3), st.lists(STATEMENTS, min_size=1, max_size=3))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_difference_anywhere_near_is_found(old: list[str], new: list[str]) -> None:
    facts = NOWHERE.facts
    before, after = Policy.from_text("\n".join(old)), Policy.from_text("\n".join(new))
    differs = any(
        before.authorizer(f'User::"{user}"', facts).decide(action, resource).allowed
        is not after.authorizer(f'User::"{user}"', facts).decide(action, resource).allowed
        for user, action, resource in UNIVERSE
    )
    event(f"differs: {differs}")
    found = compare(before, after)
    if differs:
        assert found.differences
    if not found.differences:
        assert not differs
    assert ALICE not in {each.asked.principal for each in found.differences}


BASE = """
@id("until") permit(principal == User::"ann", action in [file_system::Action::"open", file_system::Action::"read"],
  resource in file_system::Dir::"/srv/a")
  when { context.time < datetime("2037-03-01") && context.usage.calls <= 100 };
@id("script") permit(principal in Group::"ops", action == file_system::Action::"write", resource is file_system::File)
  when { resource.path like "/srv/b/*.cfg" &&
    context.run.script_sha256 == "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03" };
@id("to") permit(principal, action == file_system::Action::"move", resource in file_system::Dir::"/srv/c")
  when { context.destination.parent_path == "/srv/c/old" && context.destination.name like "*.old" };
@id("list") permit(principal, action == file_system::Action::"stat", resource is file_system::File)
  when { [file_system::File::"/etc/a", file_system::File::"/etc/b"].contains(resource) }
  unless { context.usage.bytes_written > 1000 };
@id("host") permit(principal, action == sysinfo::Action::"resolve_hostname", resource is sysinfo::Hostname)
  when { resource.hostname like "*.example.org" || resource.hostname == "db1" };
@id("cwd") permit(principal, action == file_system::Action::"delete", resource in file_system::Dir::"/srv/d")
  when { context.run.cwd == "/srv/work" };
@id("argument") permit(principal, action == file_system::Action::"chmod", resource is file_system::File)
  when { context.run.args.hasTag("file") && resource.path == context.run.args.getTag("file") };
@id("keys") forbid(principal, action, resource in file_system::Dir::"/srv/a/keys") unless { principal in Group::"keepers" };
"""
MUTATIONS = [
    ("2037-03-01", "2037-03-02"), ("2037-03-01", "2037-02-28"), ("context.time <", "context.time <="), ("context.time <", "context.time >"),
    ("calls <= 100", "calls <= 101"), ("calls <= 100", "calls < 100"), ("&& context.usage.calls", "|| context.usage.calls"), ("ann", "bob"),
    ('"/srv/a")', '"/srv")'), ('"/srv/a")', '"/srv/aa")'), ('Action::"read"],', 'Action::"read", file_system::Action::"stat"],'), ('"ops"', '"dev"'),
    ("/srv/b/*.cfg", "/srv/b/*cfg"), ("/srv/b/*.cfg", "/srv/*.cfg"), ("/srv/b/*.cfg", "/srv/b/*.cf*"), ("be03", "be04"),
    ("script_sha256 ==", "script_sha256 !="), ('in file_system::Dir::"/srv/c"', 'is file_system::File in file_system::Dir::"/srv/c"'), ("/srv/c/old", "/srv/c/new"),
    ("/srv/c/old", "/srv/c"), ("*.old", "*.ol*"), ("*.old", "*old"), ("/etc/a", "/etc/c"), (', file_system::File::"/etc/b"', ""), ("> 1000", "> 999"),
    ("> 1000", ">= 1000"), ("unless { context.usage", "when { context.usage"), ("*.example.org", "*example.org"), ('== "db1"', '== "db2"'),
    ('|| resource.hostname == "db1"', ""), ('"/srv/work"', '"/srv/wor"'), ('cwd ==', 'cwd !='), ('"/srv/d"', '"/srv/dd"'), ('Tag("file")', 'Tag("other")'),
    ("resource.path == context", "resource.path != context"), ('"keepers"', '"others"'), ('unless { principal in Group::"keepers" }', ""), ("/srv/a/keys", "/srv/a/key"),
    ('@id("keys") forbid', '@id("keys") permit'), ("forbid(principal,", 'forbid(principal == User::"bob",'), ('@id("host")', '@id("host") @shadow'),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), MUTATIONS)
def test_a_change_of_one_thing_is_found(one: str, other: str) -> None:
    """Bounds at and beside what they say, names, patterns, operators, groups, arguments."""
    assert one in BASE
    assert compared(BASE, BASE.replace(one, other), limit=100).differences


def test_the_situation_of_a_difference_is_told() -> None:
    (only,) = {
        each.situation for each in compared(BASE, BASE.replace("calls <= 100", "calls <= 101"), limit=500).differences
    }
    assert only.to_json() == {"usage": {"calls": 101}}
    times = {each.situation.to_json()["time"] for each in compared(BASE, BASE.replace("2037-03-01", "2037-03-02"), limit=500).differences}  # fmt: skip
    assert times == {"2037-03-01T00:00:00Z", "2037-03-01T00:00:01Z", "2037-03-01T23:59:59Z"}
    members = compared(BASE, BASE.replace('"keepers"', '"others"'), limit=500).differences
    assert {each.group.id for each in members if each.group} == {"keepers", "others"}


def test_how_far_it_is_can_be_told() -> None:
    old, new = (Policy.from_text(text) for text in (BASE, BASE.replace("ann", "bob").replace("/srv/d", "/srv/e")))
    told: list[tuple[int, int]] = []
    compare(old, new, limit=100, progress=lambda done, of: told.append((done, of)))
    assert told == [(number, 4) for number in range(4)]
