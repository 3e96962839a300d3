"""A remembered decision, a narrowed policy set, a batch and a fresh evaluation by bare Cedar are always one answer."""

from __future__ import annotations

import json
import random

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import network, process_system, sysinfo
from hostapi.vocabulary.base import Action, Attributes, Resource
from rexpy.broker.policy import Policy, limits
from rexpy.broker.policy.facts import RunFacts
from rexpy.errors import PolicyInvalid
from tests.broker.runs import growing_at_most
from tests.policy import bare

PATHS = [
    "/", "/a", "/b", "/a/a", "/a/b", "/a/b/a", "/a/b/c", "/a/b/c/d", "/b/a", "/b/a/c", "/ab", "/a/b.log", '/q"\\',
    "/a/é*",
]  # fmt: skip
USERS = ["u", "v", "w"]
GROUPS = ["g", "h", "k"]
ENTITIES: list[dict[str, object]] = [
    {"uid": {"type": "User", "id": "u"}, "attrs": {}, "parents": [{"type": "Group", "id": "g"}]},
    {"uid": {"type": "User", "id": "v"}, "attrs": {}, "parents": [{"type": "Group", "id": "k"}]},
    {"uid": {"type": "Group", "id": "g"}, "attrs": {}, "parents": [{"type": "Group", "id": "h"}]},
    {"uid": {"type": "Group", "id": "h"}, "attrs": {}, "parents": []},
]
BOTH = [fs.OPEN, fs.READ, fs.STAT, fs.CREATE, fs.DELETE, fs.MOVE]
FILE_ACTIONS = [*BOTH, fs.WRITE]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def uid(kind: str, name: str) -> str:
    return f"{kind}::{quoted(name)}"


paths = st.sampled_from(PATHS)
files = paths.map(lambda path: uid(fs.FILE, path))
dirs = paths.map(lambda path: uid(fs.DIR, path))
entries = files | dirs
users = st.sampled_from(USERS).map(lambda name: uid("User", name))
groups = st.sampled_from(GROUPS).map(lambda name: uid("Group", name))
actions = st.sampled_from(FILE_ACTIONS).map(lambda action: uid(action.type, action.name))
action_sets = st.lists(actions, min_size=1, max_size=3).map(lambda some: f"[{', '.join(some)}]")
SAFE_IO = 'file_system::Action::"SafeIO"'
patterns = st.sampled_from(["/a/*", "/a*", "*c", "/", "*", "/a/b/*", "*.log", "/b/a"]).map(quoted)

principal_scopes = st.sampled_from(["principal", "principal is User"]) | st.builds(
    str.__add__, st.just("principal "), users.map("== {}".format) | groups.map("in {}".format)
)
action_scopes = st.just("action") | st.builds(
    str.__add__,
    st.just("action "),
    actions.map("== {}".format) | action_sets.map("in {}".format) | st.just(f"in {SAFE_IO}"),
)
resource_scopes = st.sampled_from(
    ["resource", f"resource is {fs.FILE}", f"resource is {fs.DIR}", f"resource is {sysinfo.HOSTNAME}"]
) | st.one_of(
    entries.map("resource == {}".format),
    dirs.map("resource in {}".format),
    dirs.map(f"resource is {fs.FILE} in {{}}".format),
)

# What every request holds. Fields are read alone, with others, compared with literals and calculated with.
COMPARED = ["<", "<=", ">", ">=", "==", "!="]
comparisons = st.sampled_from(COMPARED)
dates = st.sampled_from(["1970-01-01T00:01:40Z", "1970-01-01T00:01:40.001Z", "1970-01-01T01:03:20+0100", "2026-12-01"])
counts = st.sampled_from([0, 1, 2, 3, 100])
usages = st.sampled_from(["context.usage.calls", "context.usage.bytes_written"])
names = st.sampled_from(["a", "b"]).map(quoted)
facts = st.one_of(
    st.builds('context.time {} datetime("{}")'.format, comparisons, dates),
    st.builds('datetime("{1}") {0} context.time'.format, comparisons, dates),
    st.builds("{} {} {}".format, usages, comparisons, counts),
    st.builds("{2} {1} {0}".format, usages, comparisons, counts),
    st.builds("{} + 1 {} {}".format, usages, comparisons, counts),
    st.just("context.usage.calls < context.usage.bytes_written"),
    st.just("context.usage == {calls: 1, bytes_written: 3}"),
    st.just('context.time.toTime() < duration("110s")'),
    st.just('context.time.durationSince(datetime("1970-01-01")).toSeconds() == 100'),
    st.just('context.time.offset(duration("1d")).toDate() == datetime("1970-01-02")'),
    names.map("context.run.id == {}".format),
    names.map("context.run.script_sha256 == {}".format),
    names.map("context.run.cwd like {}".format),
    names.map("context.run.args.hasTag({})".format),
    names.map('(context.run.args.hasTag({0}) && context.run.args.getTag({0}) like "/a*")'.format),
    names.map("context.run.args.names.contains({})".format),
    names.map("context.run.args.words.contains({})".format),
    names.map("{{r: context.run}}.r.id == {}".format),
    st.just("context has run && context.run has args && context has usage.calls"),
    st.just(
        f'((resource is {fs.FILE} || resource is {fs.DIR}) && context.run.args.hasTag("a") && resource.path == context.run.args.getTag("a"))'
    ),
)

ENTRY = f"(resource is {fs.FILE} || resource is {fs.DIR})"
MOVING = 'action == file_system::Action::"move"'
atoms = st.one_of(
    entries.map("resource == {}".format),
    entries.map("resource != {}".format),
    dirs.map("resource in {}".format),
    entries.map("{} == resource".format),
    st.lists(dirs, min_size=1, max_size=3).map(lambda some: f"resource in [{', '.join(some)}]"),
    st.lists(files, min_size=1, max_size=3).map(
        lambda some: f"(resource is {fs.FILE} && [{', '.join(some)}].contains(resource))"
    ),
    dirs.map(f"resource is {fs.FILE} in {{}}".format),
    patterns.map(lambda pattern: f"({ENTRY} && resource.path like {pattern})"),
    patterns.map(lambda pattern: f"({ENTRY} && resource.path like {pattern})"),
    patterns.map(lambda pattern: f"({ENTRY} && !(resource.path like {pattern}))"),
    paths.map(lambda path: f"({ENTRY} && resource.path == {quoted(path)})"),
    st.just("resource has path"),
    patterns.map(lambda pattern: f"({MOVING} && context.destination.path like {pattern})"),
    patterns.map(lambda pattern: f"({MOVING} && context.destination.parent_path like {pattern})"),
    paths.map(
        lambda path: f'({MOVING} && context.destination == {{path: {quoted(path)}, name: "a", parent_path: "/b"}})'
    ),
    groups.map("principal in {}".format),
    users.map("principal == {}".format),
    actions.map("action == {}".format),
    st.just(f"action in {SAFE_IO}"),
    st.builds("{} in {}".format, groups, groups),
    st.builds("{} in {}".format, users, groups),
    st.builds("{} in {}".format, dirs, dirs),
    st.builds("{} in {}".format, files, dirs),
    st.builds("{} == {}".format, files, files),
    actions.map(f"{{}} in {SAFE_IO}".format),
    facts,
    facts,
    st.just("resource in principal"),
    st.just("resource in resource"),
    st.just("principal in resource"),
    st.builds("resource in (if {} in {} then {} else {})".format, users, groups, dirs, dirs),
    st.builds("{{a: resource, b: {}}}.a in {}".format, dirs, dirs),
    st.sampled_from(["true", "false", "1 + 1 == 2"]),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map("!({})".format),
        st.builds("({}) && ({})".format, inner, inner),
        st.builds("({}) || ({})".format, inner, inner),
        st.builds("(if ({}) then ({}) else ({}))".format, inner, inner, inner),
    ),
    max_leaves=4,
)
clauses = st.builds("{} {{ {} }}".format, st.sampled_from(["when", "unless"]), conditions)
heads = st.one_of(
    st.just(("principal", "action", "resource")),
    st.tuples(st.just("principal"), st.just("action"), resource_scopes),
    st.tuples(principal_scopes, action_scopes, st.just("resource")),
    st.tuples(principal_scopes, action_scopes, resource_scopes),
)
statements = st.builds(
    lambda effect, head, several: f"{effect}({', '.join(head)}) {' '.join(several)};",
    st.sampled_from(["permit", "permit", "forbid"]),
    heads,
    st.lists(clauses, max_size=2),
)
# A set that permits something, so that the forbids in it count.
policy_sets = st.builds(
    lambda first, rest: [first, *rest],
    st.just("permit(principal, action, resource);") | statements,
    st.lists(statements, min_size=1, max_size=4),
)

Ask = tuple[Action, Resource, Attributes]

RUNS = [
    RunFacts("a", "a", "a", (("a", "/a/b"),), ("a", "b")),
    RunFacts("b", "a", "a", (("a", "/a"), ("b", "7"))),
    RunFacts("a", "b", "b"),
]
# Times and counts that stand on both sides of, and at, the bounds in the policies.
moments = st.builds(
    bare.Moment,
    st.sampled_from(RUNS),
    st.sampled_from([0, 99, 100, 101, 7400, 1_796_083_200]),
    st.sampled_from([1, 2, 3, 100]),
    st.sampled_from([0, 1, 2, 3, 101]),
)


def ask(action: Action, kind: str, path: str, target: str) -> Ask:
    if action == fs.WRITE:
        kind = fs.FILE
    return action, Resource(kind, path), fs.destination(target) if action == fs.MOVE else ()


others = st.sampled_from(["a", "b"]).map(
    lambda name: (sysinfo.RESOLVE_HOSTNAME, Resource(sysinfo.HOSTNAME, name), ())
) | st.just((network.GET, Resource(network.URL, "https://a/"), ()))


def crossed(some: list[Action], kinds: list[str], several: list[str], targets: list[str], more: list[Ask]) -> list[Ask]:
    """Requests that differ in one part only: what a key leaves out by mistake shows between these."""
    found = [
        ask(action, kind, path, target)
        for action in some
        for kind in kinds
        for path in several
        for target in (targets if action == fs.MOVE else targets[:1])
    ]
    return found[:16] + more


asks = st.builds(
    crossed,
    st.lists(st.sampled_from([fs.MOVE, *FILE_ACTIONS]), min_size=1, max_size=2, unique=True),
    st.sampled_from([[fs.FILE], [fs.DIR], [fs.FILE, fs.DIR]]),
    st.lists(paths, min_size=1, max_size=4, unique=True),
    st.lists(paths, min_size=2, max_size=2, unique=True),
    st.lists(others, max_size=1),
)


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(
    policy_sets,
    asks,
    st.sampled_from(USERS),
    st.lists(moments, min_size=1, max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
def test_every_way_to_an_answer_gives_the_answer_of_bare_cedar(
    policies: list[str], requests: list[Ask], user: str, moments: list[bare.Moment], chance: random.Random
) -> None:
    kept = [one for one in policies if valid(one)]
    assume(kept)
    text = "\n".join(kept)
    policy = Policy.from_text(text, entities=json.dumps(ENTITIES))
    # Each moment changes the facts in one authorizer, or asks another of the same policy.
    authorizers = [policy.authorizer(f'User::"{user}"', one.facts()) for one in moments]
    wanted = [
        [bare.decide(text, user, *one, entities=entities_for(user), moment=moment) for one in requests]
        for moment in moments
    ]
    event(f"effects: {sorted({effect for several in wanted for effect, _ in several})}")
    failed = "a loaded policy failed while it was evaluated"
    assert all(effect != "error" for several in wanted for effect, _ in several), failed
    order = list(range(len(requests))) * (limits.NARROW_AFTER + 2)
    chance.shuffle(order)
    for index in order:
        at = chance.randrange(len(moments))
        assert bare.summary(authorizers[at].decide(*requests[index])) == wanted[at][index], (requests[index], at)
    for at, moment in enumerate(moments):
        batch = authorizers[at].decide_batch(requests)
        assert [bare.summary(one) for one in batch] == wanted[at]
        fresh = Policy.from_text(text, entities=json.dumps(ENTITIES))
        fresh_batch = fresh.authorizer(f'User::"{user}"', moment.facts()).decide_batch(requests)
        assert [bare.summary(one) for one in fresh_batch] == wanted[at]


def entities_for(user: str) -> list[dict[str, object]]:
    known = any(entity["uid"] == {"type": "User", "id": user} for entity in ENTITIES)
    return ENTITIES if known else [*ENTITIES, {"uid": {"type": "User", "id": user}, "attrs": {}, "parents": []}]


def valid(statement: str) -> bool:
    try:
        Policy.from_text(statement)
    except PolicyInvalid:
        return False
    return True


def test_ten_thousand_files_of_a_directory_are_one_evaluation() -> None:
    policy = Policy.from_text('permit(principal, action, resource in file_system::Dir::"/data");')
    authorizer = policy.authorizer('User::"u"')
    decisions = {authorizer.decide(fs.READ, Resource(fs.FILE, f"/data/x/{n}")) for n in range(10_000)}
    assert len(decisions) == 1
    plan = authorizer._plans[fs.READ, fs.FILE]
    assert len(plan.remembered) == 1
    # Paths that are like the same patterns are one evaluation too.
    reading = Policy.from_text(
        'permit(principal, action, resource is file_system::File) when { resource.path like "*7" };'
    )
    authorizer = reading.authorizer('User::"u"')
    allowed = [n for n in range(100) if authorizer.decide(fs.READ, Resource(fs.FILE, f"/data/{n}")).allowed]
    assert allowed == [n for n in range(100) if n % 10 == 7]
    assert len(authorizer._plans[fs.READ, fs.FILE].remembered) == 2
    # What a policy reads in another way, it is asked of each time.
    reading = Policy.from_text(
        'permit(principal, action, resource is file_system::File) when { [resource.path].containsAny(["/data/7"]) };'
    )
    authorizer = reading.authorizer('User::"u"')
    assert [n for n in range(100) if authorizer.decide(fs.READ, Resource(fs.FILE, f"/data/{n}")).allowed] == [7]
    assert len(authorizer._plans[fs.READ, fs.FILE].remembered) == 100


def test_the_memo_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr("rexpy.broker.policy.plan.MAX_REMEMBERED", 10)
    monkeypatch.setattr("rexpy.broker.policy.ruleset.MAX_PLACES", 10)
    policy = Policy.from_text(
        'permit(principal, action, resource is file_system::File) when { [resource.path, "/a"].contains("/data/7/x7") };'
    )
    authorizer = policy.authorizer('User::"u"')
    for n in range(100):
        assert authorizer.decide(fs.READ, Resource(fs.FILE, f"/data/{n}/x7")).allowed == (n == 7)
        assert not authorizer.decide(fs.MOVE, Resource(fs.FILE, "/data/0"), fs.destination(f"/{n}")).allowed
        for plan in authorizer._plans.values():
            assert len(plan.remembered) <= 10
            assert len(plan.contexts) <= 10
        assert len(policy._rules.places) <= 11
    for n in range(2 * limits.MAX_PRINCIPALS):
        policy.authorizer(f'User::"{n}"')
    assert len(policy._authorizers) <= limits.MAX_PRINCIPALS


def test_what_is_remembered_is_bounded_by_its_text_too() -> None:
    """A path has up to 4096 characters, of up to four bytes each, and a script chooses them."""
    policy = Policy.from_text(
        'permit(principal, action, resource is file_system::File) when { [resource.path, "/a"].contains("/data/7/x7") };'
    )
    authorizer = policy.authorizer('User::"u"')
    with growing_at_most(48):
        for n in range(4000):
            path = "/data/" + "/".join("\U0001f600" * 63 for _ in range(60)) + f"/{n}"
            authorizer.decide(fs.READ, Resource(fs.FILE, f"{path}/x"))
            authorizer.decide(fs.MOVE, Resource(fs.FILE, "/data/0"), fs.destination(f"{path}/y"))
    for n in range(100):
        assert authorizer.decide(fs.READ, Resource(fs.FILE, f"/data/{n}/x7")).allowed == (n == 7)


def test_given_attributes_are_part_of_what_is_remembered() -> None:
    policy = Policy.from_text(
        'permit(principal, action == process_system::Action::"kill", resource) when { resource.username == "www" };'
    )
    authorizer = policy.authorizer('User::"u"')
    process = Resource(process_system.PROCESS, "17")

    def kill(user: str) -> str:
        given = (("name", "nginx"), ("username", user), ("command", "nginx -g"))
        return authorizer.decide(process_system.KILL, process, attributes=given).effect

    assert [kill("www"), kill("root"), kill("www"), kill("root")] == ["permit", "no_permit", "permit", "no_permit"]
    assert authorizer.decide(process_system.KILL, process).effect == "error"
    wrong = authorizer.decide(
        process_system.KILL, process, attributes=(("name", "x"), ("username", 0), ("command", ""))
    )
    assert wrong.effect == "error"
    assert authorizer.decide(fs.READ, Resource(fs.FILE, "/a"), attributes=(("path", "/b"),)).effect == "error"
