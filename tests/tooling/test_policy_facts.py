"""What is claimed of two policies, or of one, holds for every request: compared with Cedar over random policies."""

from __future__ import annotations

import itertools
import json

from hypothesis import event, given, settings
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy
from rexpy.broker.policy.facts import Facts
from rexpy.broker.policy.statement import Uid
from rexpy.errors import PolicyInvalid
from rexpy.tooling.policies.facts import covers, facts_of, may_touch

ENTITIES = """[
  {"uid": {"type": "User", "id": "a"}, "attrs": {}, "parents": [{"type": "Group", "id": "g"}]},
  {"uid": {"type": "User", "id": "b"}, "attrs": {}, "parents": [{"type": "Group", "id": "h"}]},
  {"uid": {"type": "Group", "id": "g"}, "attrs": {}, "parents": [{"type": "Group", "id": "h"}]}
]"""
USERS = ("a", "b", "c")
PATHS = ("/", "/s", "/s/x", "/s/x/y", "/t", "/s.log")
ACTIONS = (fs.OPEN, fs.READ, fs.WRITE, fs.UNMOUNT)
REQUESTS = [
    (user, action, Resource(kind, path))
    for user, action, kind, path in itertools.product(USERS, ACTIONS, (fs.FILE, fs.DIR), PATHS)
    if not (kind == fs.DIR and action is fs.WRITE) and not (kind == fs.FILE and action is fs.UNMOUNT)
]

principals = st.sampled_from(
    ["principal", 'principal == User::"a"', 'principal == User::"c"', 'principal in Group::"g"', 'principal in Group::"h"',
     'principal is User', 'principal is User in Group::"g"', 'principal in User::"b"']
)  # fmt: skip
names = st.sampled_from([f'file_system::Action::"{name}"' for name in ("open", "read", "write", "SafeIO")])
actions = (
    st.just('action in [file_system::Action::"open", file_system::Action::"read", file_system::Action::"write"]')
    | names.map(lambda name: f"action in {name}")
    | st.lists(names, min_size=1, max_size=2).map(lambda some: f"action in [{', '.join(some)}]")
)
uids = st.tuples(st.sampled_from(["File", "Dir"]), st.sampled_from([*PATHS, "/s/"])).map(
    lambda pair: f'file_system::{pair[0]}::"{pair[1]}"'
)
directories = st.sampled_from(PATHS).map(lambda path: f'file_system::Dir::"{path}"')
types = st.sampled_from(["file_system::File", "file_system::Dir"])
resources = (
    st.just("resource") | uids.map(lambda uid: f"resource == {uid}") | directories.map(lambda uid: f"resource in {uid}")
    | types.map(lambda kind: f"resource is {kind}")
    | st.tuples(types, directories).map(lambda pair: f"resource is {pair[0]} in {pair[1]}")
)  # fmt: skip
texts = st.lists(st.sampled_from(["*", "/", "/s", "/s/x", "s", "x", ".log", "/t"]), min_size=1, max_size=3).map("".join)
atoms = (
    resources.filter(lambda text: text != "resource") | principals.filter(lambda text: text != "principal" and "is" not in text)
    | st.sampled_from(["true", "false", 'action == file_system::Action::"read"'])
    | st.lists(directories, min_size=1, max_size=2).map(lambda some: f"resource in [{', '.join(some)}]")
    | st.lists(st.sampled_from(PATHS), min_size=1, max_size=2).map(
        lambda some: "[" + ", ".join(f'file_system::File::"{path}"' for path in some) + "].contains(resource)")
    | texts.map(lambda text: f'resource.path like "{text}"') | st.sampled_from(PATHS).map(lambda path: f'resource.path == "{path}"')
    | st.lists(st.sampled_from(PATHS), min_size=1, max_size=2).map(lambda some: json.dumps(some) + ".contains(resource.path)")
    | st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 5)).map(lambda pair: f"context.usage.calls {pair[0]} {pair[1]}")
    | st.tuples(st.integers(0, 5), st.sampled_from(["<", "<=", ">", ">=", "=="])).map(lambda pair: f"{pair[0]} {pair[1]} context.usage.calls")
)  # fmt: skip
conditions = st.recursive(
    atoms,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["&&", "&&", "||"]), inner).map(" ".join).map(lambda text: f"({text})")
        | inner.map(lambda text: f"!({text})")
    ),
    max_leaves=4,
)
clauses = st.tuples(st.sampled_from(["when", "unless"]), conditions).map(lambda pair: f"{pair[0]} {{ {pair[1]} }}")
policies = st.tuples(principals, actions, resources, st.lists(clauses, max_size=2)).map(
    lambda parts: f"permit({parts[0]}, {parts[1]}, {parts[2]}) {' '.join(parts[3])};"
)


def loaded(text):
    """Return the policy, or None where strict validation refuses what was drawn."""
    try:
        return Policy.from_text(text, entities=ENTITIES)
    except PolicyInvalid:
        return None


def matched(policy):
    return {
        (user, action, resource, calls)
        for calls in (0, 2, 5, 9)
        for user, action, resource in REQUESTS
        if policy.authorizer(Resource("User", user), Facts(usage=lambda calls=calls: (calls, 0)))
        .decide(action, resource)
        .allowed
    }


PARENTS = {
    Uid("User", "a"): frozenset((Uid("Group", "g"), Uid("Group", "h"))),
    Uid("User", "b"): frozenset((Uid("Group", "h"),)),
    Uid("Group", "g"): frozenset((Uid("Group", "h"),)),
}


@settings(max_examples=150, deadline=None)
@given(policies, policies)
def test_a_covering_policy_matches_whatever_the_covered_one_does(one, other):
    wide, narrow = loaded(one), loaded(other)
    if wide is None or narrow is None:
        return
    said = facts_of(wide.located[0]), facts_of(narrow.located[0])
    if covers(said[0], said[1], PARENTS):
        assert matched(narrow) <= matched(wide)


@settings(max_examples=150, deadline=None)
@given(policies)
def test_facts_exclude_nothing_that_matches(text):
    policy = loaded(text)
    if policy is None:
        return
    facts = facts_of(policy.located[0])
    requests = matched(policy)
    if facts.never is not None:
        assert not requests
    for _, action, resource, _ in requests:
        assert action in facts.actions
        assert resource.type in facts.types
        assert may_touch(facts, Uid(*resource))
    assert covers(facts, facts, PARENTS) is (facts.never is None)


def test_the_drawn_policies_show_something():
    """Both claims are made of some of what is drawn; else the tests above would show nothing."""
    wide = 'permit(principal in Group::"h", action, resource in file_system::Dir::"/s") when { true };'
    narrow = 'permit(principal == User::"a", action, resource) when { resource == file_system::File::"/s/x" };'
    one, other = loaded(wide), loaded(narrow)
    assert covers(facts_of(one.located[0]), facts_of(other.located[0]), PARENTS)
    assert matched(other) < matched(one)


@settings(max_examples=300, deadline=None)
@given(st.lists(atoms, min_size=2, max_size=3), st.sampled_from(["resource", 'resource in file_system::Dir::"/s"']))
def test_conditions_that_exclude_each_other_do(some, head):
    """Several at once, so that contradictions are drawn often."""
    actions = 'action in [file_system::Action::"open", file_system::Action::"read"]'
    policy = loaded(f"permit(principal, {actions}, {head}) when {{ {' && '.join(some)} }};")
    if policy is None:
        return
    never = facts_of(policy.located[0]).never
    event(f"never: {never is not None}")
    if never is not None:
        assert not matched(policy), never
