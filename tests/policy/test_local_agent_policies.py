"""The sample of cedar-local-agent (boxes of sweets, with owners, roles and nested gift sets), rebuilt.

Its schema is not the host's, so it is told twice: once in the sample's own words, asked of bare Cedar, and once in
rexpy's, boxes as files, gift sets as directories, roles as groups, and owners as links of a template. Both must decide
the same, of every user, action and box.
"""

from __future__ import annotations

import itertools
import json

import cedarpy
import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.policy import Policy

USERS = ("Eric", "Mike", "Phil", "Nobody")
ROLES = {"Eric": ["sales"], "Phil": ["manager"]}
OWNERS = {str(box): "Eric" if box <= 5 else "Mike" for box in range(1, 13)}
GIFTS = {"11": "christmasGiftSet", "12": "newYearGiftSet"}
ACTIONS = {"read": fs.READ, "update": fs.WRITE, "delete": fs.DELETE}
SINGLE = [("Mike", "update", "1"), ("Mike", "read", "2"), ("Eric", "read", "9"), ("Eric", "update", "10")]
SETS = [("manager", "giftSet"), ("sales", "christmasGiftSet")]


def sample() -> tuple[str, str]:
    """Return policies and entities in the words of the sample."""
    policies = ['@id("owner") permit (principal, action, resource) when { principal == resource.owner };']
    policies += [
        f'permit (principal == User::"{user}", action == Action::"{action}", resource == Box::"{box}");'
        for user, action, box in SINGLE
    ]
    policies += [
        f'permit (principal in BoxRole::"{role}", action in [Action::"read", Action::"update"], '
        f'resource in BoxGroup::"{group}");'
        for role, group in SETS
    ]

    def entity(kind, name, parents=(), **attrs):
        above = [{"type": kind, "id": one} for kind, one in parents]
        return {"uid": {"type": kind, "id": name}, "attrs": attrs, "parents": above}

    entities = [entity("User", user, [("BoxRole", role) for role in ROLES.get(user, ())]) for user in USERS]
    entities += [
        entity("Box", box, [("BoxGroup", GIFTS[box])] if box in GIFTS else [], owner={"__entity": {"type": "User", "id": owner}})
        for box, owner in OWNERS.items()
    ]  # fmt: skip
    entities += [entity("BoxGroup", group, [("BoxGroup", "giftSet")]) for group in GIFTS.values()]
    return "\n".join(policies), json.dumps(entities)


def path(box: str) -> str:
    return f"/sweets/giftSet/{GIFTS[box]}/{box}" if box in GIFTS else f"/sweets/{box}"


def directory(group: str) -> str:
    return "/sweets/giftSet" if group == "giftSet" else f"/sweets/giftSet/{group}"


def rebuilt() -> Policy:
    """Return the same in the words of rexpy."""
    names = {name: f'file_system::Action::"{action.name}"' for name, action in ACTIONS.items()}
    policies = ['@id("owner") permit (principal == ?principal, action, resource == ?resource);']
    policies += [
        f'permit (principal == User::"{user}", action == {names[action]}, resource == file_system::File::"{path(box)}");'
        for user, action, box in SINGLE
    ]
    policies += [
        f'permit (principal in Group::"{role}", action in [{names["read"]}, {names["update"]}], '
        f'resource in file_system::Dir::"{directory(group)}");'
        for role, group in SETS
    ]
    entities = [
        {"uid": {"type": "User", "id": user}, "attrs": {}, "parents": [{"type": "Group", "id": role} for role in roles]}
        for user, roles in ROLES.items()
    ]
    links = [
        {"template_id": "owner", "link_id": f"owner of {box}",
         "args": {"?principal": {"type": "User", "id": owner}, "?resource": {"type": fs.FILE, "id": path(box)}}}
        for box, owner in OWNERS.items()
    ]  # fmt: skip
    return Policy.from_text("\n".join(policies), entities=json.dumps(entities), links=json.dumps(links))


@pytest.fixture(scope="module")
def both():
    return (*sample(), rebuilt())


def test_it_decides_as_the_sample_does(both):
    policies, entities, policy = both
    seen = set()
    for user, (name, action), box in itertools.product(USERS, ACTIONS.items(), OWNERS):
        request = {"principal": f'User::"{user}"', "action": f'Action::"{name}"', "resource": f'Box::"{box}"'}
        wanted = cedarpy.is_authorized(request, policies, entities)
        found = policy.authorizer(Resource("User", user)).decide(action, Resource(fs.FILE, path(box)))
        assert found.allowed == wanted.allowed, (user, name, box)
        assert found.effect == ("permit" if wanted.allowed else "no_permit")
        seen.add((user, wanted.allowed))
    assert seen == {(user, allowed) for user in USERS for allowed in (True, False)} - {("Nobody", True)}


@pytest.mark.parametrize(
    ("user", "action", "box", "allowed"),
    [
        ("Eric", "delete", "1", True),  # owns it
        ("Mike", "update", "1", True),  # by name
        ("Mike", "delete", "1", False),
        ("Eric", "update", "11", True),  # sales, the christmas set
        ("Eric", "read", "12", False),  # sales, another set
        ("Phil", "update", "12", True),  # manager, through the set above
        ("Phil", "delete", "12", False),
        ("Nobody", "read", "2", False),
    ],
)
def test_what_the_sample_is_about(both, user, action, box, allowed):
    decision = both[2].authorizer(Resource("User", user)).decide(ACTIONS[action], Resource(fs.FILE, path(box)))
    assert decision.allowed is allowed


def test_an_owner_is_named_by_the_link(both):
    decision = both[2].authorizer(Resource("User", "Eric")).decide(fs.DELETE, Resource(fs.FILE, path("3")))
    assert [(ref.id, ref.template.id) for ref in decision.policies] == [("owner of 3", "owner")]
