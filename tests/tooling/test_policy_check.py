"""Each finding of `rexpy policy check`: where it is due, and where something near it is not."""

from __future__ import annotations

import json

import pytest

from rexpy.broker.policy import Policy
from rexpy.tooling.policies.check import check, check_policy
from rexpy.tooling.policies.report import KINDS

READ = 'file_system::Action::"read"'
WRITE = 'file_system::Action::"write"'


def found(text, *, entities=None, groups_known=False, links=None):
    policy = Policy.from_text(text, "p.cedar", entities=entities, links=links)
    return check_policy(policy, groups_known=groups_known).found


def codes(text, **more):
    return [one.kind.code for one in found(text, **more)]


def permit(name, *, principal="principal", action="action", resource="resource", then="", effect="permit"):
    return f'@id("{name}") {effect}({principal}, {action}, {resource}) {then};\n'


def in_dir(path):
    return f'resource in file_system::Dir::"{path}"'


CASES = {
    "grants-everything": (
        [
            permit("a"),
            permit("a", principal='principal == User::"x"'),
            permit("a", then="when { true } unless { false }"),
            permit("a", resource=in_dir("/")),
            permit("a", action='action in file_system::Action::"SafeIO"'),
            permit("a", then="when { resource is file_system::File || resource is file_system::Dir }"),
        ],
        [
            permit("a", effect="forbid"),
            permit("a", resource=in_dir("/srv")),
            permit("a", action=f"action == {READ}"),
            permit("a", resource=in_dir("/"), then='when { resource.path like "*.log" }'),
            permit("a", resource="resource is sysinfo::Hostname"),
            permit("a", then="when { false }"),
        ],
    ),
    "covered": (
        [
            permit("a", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srv/x")),
            permit("a", resource=in_dir("/srv")) + permit("b", resource='resource == file_system::File::"/srv/x"'),
            permit("a", resource=in_dir("/srv")) + permit("b", resource='resource == file_system::Dir::"/srv"'),
            permit("a", resource=in_dir("/srv"))
            + permit("b", resource=in_dir("/srv"), then='when { resource.path like "*.x" }'),
            permit("a", action=f"action in [{READ}, {WRITE}]", resource=in_dir("/srv"))
            + permit("b", action=f"action == {READ}", resource=in_dir("/srv")),
            permit("a", action='action in file_system::Action::"SafeIO"', resource=in_dir("/srv"))
            + permit("b", action=f"action == {READ}", resource=in_dir("/srv")),
            permit("a", resource="resource is sysinfo::Hostname")
            + permit("b", resource='resource == sysinfo::Hostname::"db1"'),
            permit("a", principal="principal is User", resource=in_dir("/srv"))
            + permit("b", principal='principal in Group::"g"', resource=in_dir("/srv")),
            # What stands in a condition counts like what stands in the head.
            permit("a", then='when { resource in file_system::Dir::"/srv" }') + permit("b", resource=in_dir("/srv/x")),
            permit("a", resource=in_dir("/srv"), then='when { resource.path like "*.x" }')
            + permit("b", resource=in_dir("/srv"), then='when { resource.path like "/srv/q*" && resource.path like "*.x" }'),
            permit("a", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srv")),
            permit("a", resource="resource is file_system::File", then='when { [file_system::File::"/a", file_system::File::"/b"].contains(resource) }')
            + permit("b", resource='resource == file_system::File::"/b"'),
        ],
        [
            permit("a", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srvx")),
            permit("a", resource=in_dir("/srv/x")) + permit("b", resource='resource == file_system::File::"/srv/x"'),
            permit("a", resource=in_dir("/srv/x")) + permit("b", resource='resource == file_system::Dir::"/srv"'),
            permit("a", resource=in_dir("/srv"), then='when { resource.path like "*.x" }')
            + permit("b", resource=in_dir("/srv"), then='when { resource.path like "*.y" }'),
            permit("a", resource=in_dir("/srv"), then='unless { resource.path like "*.x" }')
            + permit("b", resource=in_dir("/srv"), then='when { resource.path like "*.x" }'),
            permit("a", action=f"action == {READ}", resource=in_dir("/srv"))
            + permit("b", action=f"action in [{READ}, {WRITE}]", resource=in_dir("/srv/x")),
            permit("a", effect="forbid", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srv/x")),
            permit("a", principal='principal == User::"x"', resource=in_dir("/srv"))
            + permit("b", principal='principal == User::"y"', resource=in_dir("/srv/x")),
            permit("a", principal='principal in Group::"g"', resource=in_dir("/srv"))
            + permit("b", principal='principal == User::"x"', resource=in_dir("/srv/x")),
            permit("a", resource="resource is file_system::Dir in file_system::Dir::\"/srv\"")
            + permit("b", resource='resource == file_system::File::"/srv/x"'),
            permit("a", then='when { resource == file_system::File::"/a" || context == context }')
            + permit("b", resource='resource == file_system::File::"/b"'),
            '@shadow ' + permit("a", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srv/x")),
        ],
    ),
    "never-matches": (
        [
            permit("a", effect="forbid", resource=in_dir("/srv/")),
            permit("a", effect="forbid", resource='resource == file_system::File::"srv"'),
            permit("a", effect="forbid", then="when { false }"),
            permit("a", effect="forbid", then="unless { true }"),
            permit("a", effect="forbid", action=f"action == {WRITE}", then="when { resource is file_system::Dir }"),
            permit("a", effect="forbid", then='when { resource == file_system::File::"/a" && resource == file_system::File::"/b" }'),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource in file_system::Dir::"/b" }'),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource == file_system::File::"/a" }'),
            permit("a", effect="forbid", principal='principal == User::"x"', then='when { principal == User::"y" }'),
            permit("a", effect="forbid", resource=in_dir("/a"), then="when { resource is sysinfo::Hostname }"),
            permit("a", effect="forbid", action=f"action == {READ}", then=f"when {{ action == {WRITE} }}"),
        ],
        [
            permit("a", effect="forbid", resource=in_dir("/srv")),
            permit("a", effect="forbid", action=f"action == {WRITE}", then="when { resource is file_system::File }"),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource in file_system::Dir::"/a/b" }'),
            permit("a", effect="forbid", resource=in_dir("/a/b"), then='when { resource in file_system::Dir::"/a" }'),
            permit("a", effect="forbid", principal='principal == User::"x"', then='when { principal in Group::"y" }'),
            permit("a", effect="forbid", principal='principal in Group::"x"', then='when { principal in Group::"y" }'),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource == file_system::Dir::"/a" }'),
            permit("a", effect="forbid", then='when { resource == file_system::File::"/a" || resource == file_system::File::"b" }'),
        ],
    ),
    "matches-nothing": (
        [permit("a", then=f'when {{ resource.path {test} }}', resource="resource is file_system::File") for test in
         ('like "srv/*"', 'like "/srv//*"', 'like "*/../*"', 'like "/s*/"', 'like "*/.."', '== "/srv/"', '== "x"', 'like "etc"')]
        + [permit("a", then=f"when {{ resource.hostname {test} }}", resource="resource is sysinfo::Hostname")
           for test in ('like "*.Example.com"', 'like "db1."', '== "DB1"')],
        [permit("a", then=f'when {{ resource.path {test} }}', resource="resource is file_system::File") for test in
         ('like "*/"', 'like "*srv/*"', 'like "/srv/*.log"', 'like "*"', 'like "/"', '== "/srv"', 'like "*.."', 'like "*/..x"', 'like "*/*"')]
        + [permit("a", then=f"when {{ resource.hostname {test} }}", resource="resource is sysinfo::Hostname")
           for test in ('like "*.example.com"', 'like "db1.*"', '== "db1"')],
    ),
    "like-for-in": (
        [permit("a", action=f"action == {READ}", then='when { resource.path like "/srv/*" }'),
         permit("a", action=f"action == {READ}", then='when { resource.path like "/srv/data/*" || resource.path like "*.x" }'),
         permit("a", action=f"action == {READ}", effect="forbid", then='unless { resource.path like "/srv/*" }')],
        [permit("a", action=f"action == {READ}", then=f'when {{ resource.path like "{pattern}" }}')
         for pattern in ("/srv*", "*/srv/*", "/srv/*.log", "/*", "*", "/srv/*/x", "/srv/\\\\*")],
    ),
    "like-crosses": (
        [permit("a", action=f"action == {READ}", then=f'when {{ resource.path like "{pattern}" }}')
         for pattern in ("/srv/*/logs", "/srv/*.log", "*/conf/*.d", "/srv/*/logs/*")],
        [permit("a", action=f"action == {READ}", then=f'when {{ resource.path like "{pattern}" }}')
         for pattern in ("*.log", "/srv/*", "/srv/x*", "/*.log", "*/.ssh/*")],
    ),
    "grants-control": (
        [
            permit("a", action=f"action == {WRITE}", resource=in_dir(path))
            for path in ("/etc", "/etc/cron.d", "/root", "/home", "/home/alice", "/usr/bin", "/proc", "/etc/systemd")
        ]
        + [
            permit("a", action=f"action == {WRITE}", resource='resource == file_system::File::"/etc/ld.so.preload"'),
            permit("a", action='action == file_system::Action::"chmod"', resource='resource == file_system::Dir::"/etc/sudoers.d"'),
            permit("a", action='action == file_system::Action::"move"', resource=in_dir("/root/.ssh")),
            permit("a", principal='principal in Group::"g"', action=f"action == {WRITE}", resource=in_dir("/etc")),
            permit("a", principal='principal == User::"x"', action=f"action == {WRITE}", resource=in_dir("/etc")),
            permit("a", action=f"action == {WRITE}", then='when { resource.path like "/etc/cron.d/*" }'),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"))
            + permit("b", effect="forbid", principal='principal == User::"x"', resource=in_dir("/etc")),
        ],
        [
            permit("a", action=f"action == {READ}", resource=in_dir("/etc")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/srv")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc/myapp")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc/cron.dx")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/home/alice/data")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"), effect="forbid"),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc/cron.d"))
            + permit("b", effect="forbid", resource=in_dir("/etc")),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"), then='when { resource.path like "*.log" }'),
            '@shadow ' + permit("a", action=f"action == {WRITE}", resource=in_dir("/etc")),
        ],
    ),
    "no-id": (
        ["permit(principal, action, resource) when { false };", '@advice("x") forbid(principal, action, resource);', '@id("") forbid(principal, action, resource);'],
        ['@id("a") forbid(principal, action, resource);'],
    ),
    "unknown-annotation": (
        ['@shadow_mode ' + permit("a", effect="forbid"), '@shadow_until("2027") ' + permit("a", effect="forbid"),
         '@my_advice("x") ' + permit("a", effect="forbid"), '@test_allowed_if("x") ' + permit("a", effect="forbid")],
        ['@advice("x") ' + permit("a", effect="forbid"), '@owner("x") @reviewed("2026") ' + permit("a", effect="forbid"),
         '@shadow @shadow_reason("x") ' + permit("a", effect="forbid")],
    ),
    "unheard-advice": (
        ['@advice("x") ' + permit("a", resource=in_dir("/srv"))],
        ['@advice("x") ' + permit("a", effect="forbid", resource=in_dir("/srv"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, (some, _) in CASES.items() for text in some])
def test_it_is_found(code, text):
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, (_, some) in CASES.items() for text in some])
def test_what_is_near_is_not(code, text):
    assert code not in codes(text)


def test_every_kind_is_tried():
    assert {kind.code for kind in KINDS} == {*CASES, "invalid", "unknown-group"}


def test_of_two_that_say_the_same_the_later_is_one_too_many():
    text = permit("a", resource=in_dir("/srv")) + permit("b", resource=in_dir("/srv"))
    (one,) = (one for one in found(text) if one.kind.code == "covered")
    assert one.policy == "b"
    assert "a (p.cedar:1)" in one.finding.message


def test_groups_cover_through_entities():
    entities = json.dumps(
        [
            {"uid": {"type": "User", "id": "x"}, "attrs": {}, "parents": [{"type": "Group", "id": "inner"}]},
            {"uid": {"type": "Group", "id": "inner"}, "attrs": {}, "parents": [{"type": "Group", "id": "outer"}]},
        ]
    )
    wide = permit("a", principal='principal in Group::"outer"', resource=in_dir("/srv"))
    for principal, covered in (('== User::"x"', True), ('in Group::"inner"', True), ('== User::"y"', False)):
        text = wide + permit("b", principal=f"principal {principal}", resource=in_dir("/srv"))
        assert ("covered" in codes(text, entities=entities)) is covered


def test_a_group_that_nobody_is_in():
    entities = json.dumps(
        [{"uid": {"type": "User", "id": "x"}, "attrs": {}, "parents": [{"type": "Group", "id": "admins"}]}]
    )
    text = permit("a", principal='principal in Group::"admin"', resource=in_dir("/srv"))
    (one,) = found(text, entities=entities, groups_known=True)
    assert (one.kind.code, one.finding.suggestion) == ("unknown-group", "admins")
    assert not found(text.replace('"admin"', '"admins"'), entities=entities, groups_known=True)
    assert not found(text, groups_known=False)


def test_the_files_of_the_policies_themselves_are_governing(tmp_path):
    file = tmp_path / "p.cedar"
    file.write_text(permit("a", action=f"action == {WRITE}", resource=in_dir(str(tmp_path))))
    (one,) = check([str(file)]).found
    assert one.kind.code == "grants-control"
    assert "says what rexpy permits" in one.finding.message


def test_where_and_what_is_shown():
    text = (
        "// a comment\n"
        + '@id("a")\npermit(\n  principal,\n  action == '
        + READ
        + ',\n  resource\n) when {\n  resource.path like "/srv/*"\n};'
    )
    (one,) = found(text)
    assert (one.finding.line, one.finding.column) == (8, 22)
    assert one.finding.excerpt == '  resource.path like "/srv/*"'
    assert one.finding.suggestion == 'resource in file_system::Dir::"/srv"'


def test_a_linked_policy_is_named_by_its_link():
    template = '@id("t") permit(principal == ?principal, action, resource in ?resource);'
    links = [
        {
            "template_id": "t",
            "link_id": "all",
            "args": {"?principal": 'User::"x"', "?resource": 'file_system::Dir::"/"'},
        }
    ]
    (one,) = found(template, links=json.dumps(links))
    assert (one.kind.code, one.policy, one.finding.file, one.finding.line) == ("grants-everything", "all", "links", 1)
    assert "linked from the template t at p.cedar:1" in one.finding.message


def test_what_does_not_load_is_an_error_with_its_place(tmp_path):
    file = tmp_path / "p.cedar"
    file.write_text('permit(principal, action == file_system::Action::"raed", resource);')
    report = check([str(file)])
    assert report.count("error") == 1
    assert (report.found[0].finding.line, report.found[0].finding.column) == (1, 29)
    assert report.found[0].finding.suggestion == 'file_system::Action::"read"'
