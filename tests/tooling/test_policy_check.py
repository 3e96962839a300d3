"""Each finding of `rexpy policy check`: where it is due, and where something near it is not."""

from __future__ import annotations

import json

import pytest

from rexpy.broker.policy import Policy
from rexpy.tooling.policies.check import check, check_policy
from rexpy.tooling.policies.report import KINDS

OPEN = 'file_system::Action::"open"'
READ = 'file_system::Action::"read"'
MOVE = 'action == file_system::Action::"move"'
REDACTED = 'action == file_system::Action::"redacted_read"'
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


NEVER = [
    'when { resource.path == "/srv/a" && resource.path == "/srv/b" }',
    'when { resource.path == "/etc/a" }',
    'when { resource.path like "/etc/*" }',
    'when { resource.path like "/srv*" && resource.path like "/var*" }',
    'when { resource.path like "*.a" && resource.path like "*.b" }',
    'when { resource.path == "/srv/a" } unless { resource.path like "*/a" }',
    'when { ["/srv/a", "/srv/b"].contains(resource.path) && resource.path like "*.x" }',
    'when { resource.path like "*.x" } unless { resource.path like "*.x" }',
    'when { resource.path like "*.x" && !(resource.path like "*.x") }',
    "when { context.usage.calls > 5 && context.usage.calls <= 5 }",
    "when { context.usage.calls == 5 } unless { context.usage.calls < 6 }",
    "when { 5 < context.usage.calls && 3 > context.usage.calls }",
    'when { context.time < datetime("2020-01-01") && context.time >= datetime("2020-01-01") }',
    'when { context.run.cwd == "/a" && context.run.cwd == "/b" }',
    f'when {{ context.run.script_sha256 == "{"a" * 64}" && context.run.script_sha256 == "{"b" * 64}" }}',
]
SOMETIMES = [
    'when { resource.path == "/srv/a" || resource.path == "/srv/b" }',
    'when { resource.path == "/srv" }',
    'when { resource.path like "/srv*" && resource.path like "/srv/a*" }',
    'when { resource.path like "/sr*" && resource.path like "*v" }',
    'when { resource.path like "*.b" && resource.path like "*a.b" }',
    'when { resource.path == "/srv/a" } unless { resource.path like "*/b" }',
    'when { ["/srv/a", "/srv/b.x"].contains(resource.path) && resource.path like "*.x" }',
    'when { resource.path like "*.x" || !(resource.path like "*.x") }',
    'when { resource.path like "*.x" } unless { resource.path like "*.y" }',
    "when { context.usage.calls > 5 && context.usage.calls <= 6 }",
    "when { context.usage.calls > 5 || context.usage.calls < 3 }",
    "when { context.usage.calls > 5 && context.usage.bytes_written < 3 }",
    'when { context.time < datetime("2030-01-01") && context.time >= datetime("2020-01-01") }',
    'when { resource.path != "/srv/a" && resource.path != "/srv/b" }',
]

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
            permit("a", effect="forbid", resource=in_dir("/srv")) + permit("b", effect="forbid", resource=in_dir("/srv/x")),
            '@advice("x") ' + permit("a", effect="forbid", resource=in_dir("/srv")) + permit("b", effect="forbid", resource=in_dir("/srv")),
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
            permit("a", effect="forbid", resource=in_dir("/srv")) + '@advice("other") ' + permit("b", effect="forbid", resource=in_dir("/srv/x")),
            permit("a", effect="forbid", resource=in_dir("/srv/x")) + permit("b", effect="forbid", resource=in_dir("/srv/y")),
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
            permit("a", effect="forbid", resource=in_dir("~/x")), permit("a", resource=in_dir("$HOME/x")),
            *(permit("a", resource=in_dir("/srv"), then=then) for then in NEVER),
        ],
        [
            permit("a", effect="forbid", resource=in_dir("/srv")),
            permit("a", effect="forbid", action=f"action == {WRITE}", then="when { resource is file_system::File }"),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource in file_system::Dir::"/a/b" }'),
            permit("a", effect="forbid", resource=in_dir("/a/b"), then='when { resource in file_system::Dir::"/a" }'),
            permit("a", effect="forbid", principal='principal == User::"x"', then='when { principal in Group::"y" }'),
            permit("a", effect="forbid", principal='principal in Group::"x"', then='when { principal in Group::"y" }'),
            permit("a", effect="forbid", resource=in_dir("/a"), then='when { resource == file_system::Dir::"/a" }'),
            *(permit("a", resource=in_dir("/srv"), then=then) for then in SOMETIMES),
            permit("a", effect="forbid", then='when { resource == file_system::File::"/a" || resource == file_system::File::"b" }'),
        ],
    ),
    "matches-nothing": (
        [permit("a", then=f'when {{ resource.path {test} }}', resource="resource is file_system::File") for test in
         ('like "srv/*"', 'like "/srv//*"', 'like "*/../*"', 'like "/s*/"', 'like "*/.."', '== "/srv/"', '== "x"', 'like "etc"')]
        + [permit("a", then=f"when {{ resource.hostname {test} }}", resource="resource is sysinfo::Hostname")
           for test in ('like "*.Example.com"', 'like "db1."', '== "DB1"', '== "https://db1/"', '== "db1:53"')]
        + [permit("a", action=MOVE, then=f"when {{ context.destination.{test} }}", resource=in_dir("/srv"))
           for test in ('parent_path == "/old/"', 'path like "old/*"', 'name == "a/b"', 'path == "/a/../b"')]
        + [permit("a", resource=in_dir("/srv"), then=then) for then in
           ('unless { resource in file_system::Dir::"/srv/keys/" }', 'when { resource in [file_system::Dir::"/srv/a/../b", file_system::Dir::"/srv/c"] }',
            'when { ["/srv/a/", "/srv/b"].contains(resource.path) }', 'when { resource.path != "/srv/a/" }', 'when { resource.path like "~/*" }',
            'when { context.run.cwd == "/srv/" }', 'when { context.run.script_sha256 == "abc" }', f'when {{ context.run.script_sha256 == "{"A" * 64}" }}')]
        + [permit("a", resource='resource == sysinfo::Hostname::"DB1"')],
        [permit("a", then=f'when {{ resource.path {test} }}', resource="resource is file_system::File") for test in
         ('like "*/"', 'like "*srv/*"', 'like "/srv/*.log"', 'like "*"', 'like "/"', '== "/srv"', 'like "*.."', 'like "*/..x"', 'like "*/*"')]
        + [permit("a", then=f"when {{ resource.hostname {test} }}", resource="resource is sysinfo::Hostname")
           for test in ('like "*.example.com"', 'like "db1.*"', '== "db1"')]
        + [permit("a", action=MOVE, then=f"when {{ context.destination.{test} }}", resource=in_dir("/srv"))
           for test in ('parent_path == "/old"', 'path like "/old/*"', 'name == "a"', 'name like "*.b"')]
        + [permit("a", resource=in_dir("/srv"), then=then) for then in
           ('unless { resource in file_system::Dir::"/srv/keys" }', 'when { ["/srv/a", "/srv/b"].contains(resource.path) }',
            'when { context.run.cwd == "/srv" }', f'when {{ context.run.script_sha256 == "{"ab" * 32}" }}')],
    ),
    "overruled": (
        [permit("a", effect="forbid", resource=in_dir("/srv")) + permit("b", action=f"action == {READ}", resource=in_dir("/srv/x")),
         permit("a", effect="forbid") + permit("b", then='when { resource == file_system::File::"/a" }'),
         permit("a", resource=in_dir("/srv"), principal='principal == User::"x"') + permit("b", effect="forbid", principal='principal == User::"x"')],
        [permit("a", effect="forbid", resource=in_dir("/srv/x")) + permit("b", resource=in_dir("/srv")),
         permit("a", effect="forbid", resource=in_dir("/srv"), then='when { resource.path like "*.x" }') + permit("b", resource=in_dir("/srv")),
         permit("a", effect="forbid", action=f"action == {WRITE}") + permit("b", action=f"action in [{READ}, {WRITE}]", resource=in_dir("/srv")),
         permit("a", effect="forbid", principal='principal == User::"x"') + permit("b", resource=in_dir("/srv")),
         "@shadow " + permit("a", effect="forbid") + permit("b", resource=in_dir("/srv"))],
    ),
    "expired": (
        [permit("a", resource=in_dir("/srv"), then='when { context.time < datetime("2020-01-01") }'),
         permit("a", resource=in_dir("/srv"), then='unless { context.time > datetime("2020-01-01T00:00:00Z") }'),
         permit("a", resource=in_dir("/srv"), then='unless { context.time > datetime("2020-01-01") || resource.path like "*.x" }'),
         permit("a", resource=in_dir("/srv"), then='when { datetime("2020-01-01") >= context.time && resource.path like "*.x" }')],
        [permit("a", resource=in_dir("/srv"), then='when { context.time < datetime("9999-01-01") }'),
         permit("a", resource=in_dir("/srv"), then='when { context.time > datetime("2020-01-01") }'),
         permit("a", resource=in_dir("/srv"), then='when { context.time < datetime("2020-01-01") || resource.path like "*.x" }'),
         permit("a", resource=in_dir("/srv"), then='unless { context.time > datetime("2020-01-01") && resource.path like "*.x" }'),
         permit("a", resource=in_dir("/srv"), then='unless { context.time < datetime("2020-01-01") }')],
    ),
    "no-glob": (
        [permit("a", resource=in_dir("/srv/*")), permit("a", resource='resource == file_system::File::"/srv/*.log"'),
         permit("a", then='when { resource in [file_system::Dir::"/srv/*/logs", file_system::Dir::"/x"] }'),
         permit("a", resource='resource == sysinfo::Hostname::"*.example.com"')],
        [permit("a", resource=in_dir("/srv")), permit("a", then='when { resource.path like "/srv/*" }', resource="resource is file_system::File"),
         permit("a", principal='principal == User::"*"')],
    ),
    "in-one": (
        [permit("a", resource='resource in file_system::File::"/srv/data"'),
         permit("a", resource='resource is file_system::File in file_system::File::"/srv/data"'),
         permit("a", principal='principal in User::"x"'),
         permit("a", then='when { resource in file_system::File::"/srv" }'),
         permit("a", resource="resource is file_system::File", then='when { resource.path like "*.x" && resource in [file_system::File::"/a", file_system::File::"/b"] }')],
        [permit("a", resource=in_dir("/srv")), permit("a", resource='resource == file_system::File::"/srv/data"'),
         permit("a", principal='principal in Group::"x"'), permit("a", action='action in file_system::Action::"SafeIO"'),
         permit("a", resource="resource is file_system::File", then='when { [file_system::File::"/srv"].contains(resource) }')],
    ),
    "not-opened": (
        [permit("a", action=f"action == {READ}", resource=in_dir("/srv")),
         permit("a", action=f"action in [{OPEN}, {READ}]", resource='resource is file_system::File in file_system::Dir::"/srv"'),
         permit("a", action=f"action in [{OPEN}, {READ}]", resource='resource == file_system::File::"/srv/x"'),
         permit("a", action=f"action == {READ}", resource=in_dir("/srv")) + permit("b", action=f"action == {OPEN}", resource='resource is file_system::Dir'),
         permit("a", action=f"action == {READ}", resource=in_dir("/srv/x/y")) + permit("b", action=f"action == {OPEN}", resource=in_dir("/srv/z")),
         permit("a", action=f"action == {READ}", resource='resource == file_system::File::"/srv/x/y"')
         + permit("b", action=f"action == {OPEN}", resource='resource == file_system::Dir::"/srv"'),
         permit("a", principal='principal == User::"x"', action=f"action == {READ}", resource=in_dir("/srv"))
         + permit("b", principal='principal == User::"y"', action=f"action == {OPEN}"),
         permit("a", action=f"action == {READ}", resource=in_dir("/srv")) + "@shadow " + permit("b", action=f"action == {OPEN}")],
        [permit("a", action=f"action in [{OPEN}, {READ}]", resource=in_dir("/srv")),
         permit("a", action=f"action == {READ}", resource=in_dir("/srv/x")) + permit("b", action=f"action == {OPEN}", resource=in_dir("/srv")),
         permit("a", action=f"action == {READ}", resource=in_dir("/srv")) + permit("b", action=f"action == {OPEN}", resource=in_dir("/srv/x")),
         permit("a", action=f"action == {READ}") + permit("b", action=f"action == {OPEN}", resource='resource == file_system::Dir::"/srv"')
         + permit("c", action=f"action == {OPEN}", resource='resource == file_system::File::"/srv/x"'),
         permit("a", action=f"action in [{OPEN}, {READ}]", resource='resource == file_system::File::"/srv/x"')
         + permit("b", action=f"action == {OPEN}", resource='resource == file_system::Dir::"/srv"'),
         permit("a", action='action == file_system::Action::"create"', resource='resource == file_system::Dir::"/srv/x"')
         + permit("b", action=f"action == {OPEN}", resource='resource == file_system::Dir::"/srv"'),
         permit("a", action='action == file_system::Action::"stat"', resource='resource == file_system::File::"/srv/x"')
         + permit("b", action=f"action == {OPEN}", resource='resource == file_system::Dir::"/srv"'),
         permit("a", principal='principal in Group::"g"', action=f"action == {READ}", resource=in_dir("/srv"))
         + permit("b", principal='principal == User::"y"', action=f"action == {OPEN}"),
         permit("a", action='action == sysinfo::Action::"resolve_hostname"'), permit("a", effect="forbid", action=f"action == {READ}")],
    ),
    "still-shown": (
        [permit("a", effect="forbid", action=f"action == {READ}", resource=in_dir("/srv/keys")) + permit("b", action=REDACTED, resource=in_dir("/srv")),
         permit("a", effect="forbid", action=f"action in [{WRITE}, {READ}]") + permit("b", action=REDACTED, resource=in_dir("/srv"))],
        [permit("a", effect="forbid", action=f"action == {READ}", resource=in_dir("/srv")) + permit("b"),
         permit("a", effect="forbid", action=f"action == {READ}", resource=in_dir("/srv/keys")) + permit("b", action=REDACTED, resource=in_dir("/var")),
         permit("a", effect="forbid", resource=in_dir("/srv/keys")) + permit("b", action=REDACTED, resource=in_dir("/srv")),
         permit("a", effect="forbid", action=f"action == {READ}", resource=in_dir("/srv/keys")) + permit("b", action=REDACTED, resource=in_dir("/srv"))
         + permit("c", effect="forbid", action=REDACTED, resource=in_dir("/srv/keys")),
         permit("a", effect="forbid", action=f"action == {WRITE}", resource=in_dir("/srv/keys")) + permit("b", action=REDACTED, resource=in_dir("/srv"))],
    ),
    "anybody": (
        [permit("a", action=f"action == {WRITE}", resource=in_dir("/srv")), permit("a", action='action == file_system::Action::"delete"', principal="principal is User", resource=in_dir("/srv"))],
        [permit("a", action=f"action == {READ}", resource=in_dir("/srv")), permit("a", action=f"action == {WRITE}", principal='principal == User::"x"', resource=in_dir("/srv")),
         permit("a", action=f"action == {WRITE}", principal='principal in Group::"x"', resource=in_dir("/srv")),
         permit("a", action=f"action == {WRITE}", principal="principal is User in Group::\"x\"", resource=in_dir("/srv")),
         permit("a", action=f"action == {WRITE}", then='when { principal == User::"x" }', resource=in_dir("/srv")),
         permit("a", action=f"action == {WRITE}", resource=in_dir("/etc")), permit("a"), permit("a", effect="forbid")],
    ),
    "not-asked": (
        [permit("a", action='action == network::Action::"GET"'), permit("a", action='action in [process_system::Action::"interrupt", process_system::Action::"kill"]')],
        [permit("a", action=f"action == {READ}"), permit("a", action=f'action in [{READ}, file_system::Action::"execute"]'), permit("a"),
         permit("a", effect="forbid", action='action == network::Action::"GET"')],
    ),
    "like-glob": (
        [permit("a", action=f"action == {READ}", then=f'when {{ resource.path like "{pattern}" }}') for pattern in ("/srv/a?.log", "/srv/[ab].log", "/srv/**", "/srv/**/x")],
        [permit("a", action=f"action == {READ}", then=f'when {{ resource.path like "{pattern}" }}') for pattern in ("/srv/*.log", "*", "/srv/\\*\\*", "/srv/[", "/srv/*/*")],
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
            *(permit("a", action=f"action == {WRITE}", resource="resource is file_system::File", then=f"when {{ {test} }}") for test in
              ('[file_system::File::"/etc/crontab", file_system::File::"/x"].contains(resource)', 'resource in [file_system::Dir::"/etc/cron.d", file_system::Dir::"/srv"]',
               'resource.path == "/etc/crontab"', '["/x", "/etc/crontab"].contains(resource.path)', 'resource.path like "/home/bob/*"',
               'resource.path == "/home/bob/.bashrc"', 'resource in file_system::Dir::"/etc" && context.usage.calls < 10',
               'resource in file_system::Dir::"/etc" && context.time < datetime("9999-01-01")', 'if resource.path like "*.x" then false else resource.path == "/etc/crontab"')),
            permit("a", action=MOVE, resource=in_dir("/etc/cron.d"), then='when { context.destination.parent_path == "/srv/old" }'),
            permit("a", action=MOVE, resource=in_dir("/etc/cron.d"), then='when { context.destination.path like "/srv/*.old" }'),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"))
            + permit("b", effect="forbid", resource=in_dir("/etc"), then="when { context.usage.calls > 100 }"),
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
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"), then=f'when {{ context.run.script_sha256 == "{"ab" * 32}" }}'),
            permit("a", action=f"action == {WRITE}", resource=in_dir("/etc"), then='when { context.time < datetime("2020-01-01") }'),
            permit("a", action=MOVE, resource=in_dir("/srv"), then='when { context.destination.parent_path == "/etc/cron.d" }'),
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
    file.write_text(permit("a", action=f"action in [{OPEN}, {WRITE}]", resource=in_dir(str(tmp_path))))
    (one,) = check([str(file)]).found
    assert one.kind.code == "grants-control"
    assert "says what rexpy permits" in one.finding.message


def test_where_and_what_is_shown():
    text = (
        "// a comment\n"
        + f'@id("a")\npermit(\n  principal,\n  action in [{OPEN}, {READ}]'
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


REPAIRS = {
    'resource in file_system::Dir::"/srv/keys/"': 'file_system::Dir::"/srv/keys"',
    'resource in file_system::Dir::"~/x"': 'file_system::Dir::"/home/NAME/x"',
    'resource in file_system::Dir::"srv//x/./y"': 'file_system::Dir::"/srv/x/y"',
    'resource == file_system::File::"/x/../y"': 'file_system::File::"/y"',
    'resource in file_system::Dir::"/srv/*"': 'resource in file_system::Dir::"/srv"',
    'resource == file_system::File::"/srv/*.log"': 'resource.path like "/srv/*.log"',
    'resource in file_system::File::"/srv/data"': 'resource in file_system::Dir::"/srv/data"',
    'resource in file_system::Dir::"$HOME/x"': None,
}


@pytest.mark.parametrize("head", REPAIRS)
def test_an_id_that_names_nothing_is_shown_where_it_stands_and_mended(head):
    (one,) = [one for one in found(f'\n@id("a") permit(principal, action in [{OPEN}, {READ}],\n  {head});')
              if one.kind.code in ("never-matches", "no-glob", "in-one")]  # fmt: skip
    assert (one.finding.line, one.finding.column) == (3, 3 + head.index("file_system"))
    assert one.finding.excerpt == f"  {head});"
    assert one.finding.suggestion == REPAIRS[head]


def test_a_linked_policy_is_looked_at_as_any_other():
    template = f'@id("t") permit(principal == ?principal, action in [{OPEN}, {WRITE}], resource in ?resource);'
    link = {"template_id": "t", "link_id": "cron", "args": {"?principal": 'User::"x"', "?resource": 'file_system::Dir::"/etc/cron.d"'}}  # fmt: skip
    other = {**link, "link_id": "star", "args": {**link["args"], "?resource": 'file_system::Dir::"/srv/*"'}}
    star, control = found(template, links=json.dumps([link, other]))
    assert (control.kind.code, control.policy) == ("grants-control", "cron")
    assert (star.kind.code, star.policy, star.finding.line) == ("no-glob", "star", 1)
    assert "linked from the template t at p.cedar:1" in star.finding.message
