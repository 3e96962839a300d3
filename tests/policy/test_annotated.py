"""`@test_allow` and `@test_deny`: held whenever a policy is loaded."""

from __future__ import annotations

import json

import pytest

from rexpy.broker.policy import Policy
from rexpy.errors import PolicyInvalid

PERMIT = 'permit(principal == User::"agent-7", action == file_system::Action::"read", resource in file_system::Dir::"/var/log");'


def refused(text, **more):
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(text, "p.cedar", **more)
    return caught.value.findings


@pytest.mark.parametrize(
    "annotation",
    [
        '@test_allow("read File:/var/log/syslog as agent-7")',
        '@test_allow("read File:/var/log/syslog")',  # for the user in the head
        '@test_deny("read File:/var/log/syslog as agent-8")',
        '@test_deny("read File:/etc/passwd")',
        '@test_deny("read File:/etc/passwd; write File:/var/log/syslog")',
        '@test_allow("\n  read File:/var/log/a\n  read Dir:/var/log\n")',
        '@test_allow("file_system::Action::\\"read\\" file_system::File::\\"/var/log/a ; b\\" as User::\\"agent-7\\"")',
        '@test_deny("move File:/var/log/a with {\\"destination\\": {\\"path\\": \\"/b\\", \\"name\\": \\"b\\", \\"parent_path\\": \\"/\\"}}")',
    ],
)  # fmt: skip
def test_a_test_that_holds(annotation):
    assert Policy.from_text(annotation + PERMIT).statements


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        ('@test_allow("read File:/etc/passwd")', "does not hold: denied, because no permit matches"),
        ('@test_deny("read File:/var/log/syslog")', 'does not hold: allowed by policy0 (p.cedar:1)'),
        ('@test_allow("read File:/var/log/syslog as agent-8")', "does not hold"),
        ('@test_allow("read File:/var/log/a\n read File:/etc/a")', "does not hold"),
        ('@test_allow("read")', "not of the form"),
        ('@test_allow("raed File:/etc/a")', "did you mean read?"),
        ('@test_allow("read Fil:/etc/a")', "did you mean File?"),
        ('@test_allow("read File:/etc/../a")', "`..` component"),
        ('@test_allow("write Dir:/etc")', "not done to a file_system::Dir"),
        ('@test_allow("read User:agent-7")', "no type of resource"),
        ('@test_allow("move File:/var/log/a")', "cannot be decided"),
        ('@test_allow("read File:/var/log/a with {\\"x\\": 1}")', "cannot be decided"),
        ('@test_allow("read File:/var/log/a with {x}")', "no JSON"),
        ('@test_allow("")', "holds no test"),
        ('@test_allow ', "holds no test"),
    ],
)  # fmt: skip
def test_a_test_that_fails_refuses_the_load(annotation, said):
    (finding,) = refused(annotation + PERMIT)
    assert said in finding.message
    assert (finding.file, finding.line, finding.column) == ("p.cedar", 1, 1)


def test_a_test_is_of_the_whole_set_with_its_entities():
    entities = json.dumps(
        [{"uid": {"type": "User", "id": "a"}, "attrs": {}, "parents": [{"type": "Group", "id": "g"}]}]
    )
    permit = '@test_allow("read File:/x as a") @test_deny("read File:/y as a") permit(principal in Group::"g", action, resource);'
    forbid = 'forbid(principal, action, resource == file_system::File::"/y");'
    assert Policy.from_text(permit + forbid, entities=entities).statements
    (finding,) = refused(permit, entities=entities)
    assert "allowed by policy0" in finding.message
    assert len(refused(permit + forbid)) == 1


def test_a_template_is_tested_once_linked():
    template = '@id("t") @test_allow("read File:/srv/a as x") permit(principal == ?principal, action, resource);'
    links = [{"template_id": "t", "link_id": name, "args": {"?principal": f'User::"{name}"'}} for name in ("x", "y")]
    assert Policy.from_text(template, links=json.dumps(links)).statements
    (finding,) = refused(template, links=json.dumps(links[1:]))
    assert (finding.file, finding.column) == ("p.cedar", 10)
