"""The policies that Rex publishes, rebuilt: what validates under its schema validates here and decides the same."""

from __future__ import annotations

import cedarpy
import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import network, process_system, sysctl, sysinfo, systemd
from hostapi.vocabulary.base import Action, Attributes, Ref, Resource
from hostapi.vocabulary.every import ACTIONS
from rexpy.broker.policy import Policy
from rexpy.errors import PolicyInvalid
from tests.policy import bare
from tests.policy.test_vocabulary import REX_ACTIONS, rex_schema

REX_SCHEMA = cedarpy.Schema.from_str(rex_schema())
USER = "ops"


def listed(space: str, *names: str) -> str:
    return ", ".join(f'{space}::Action::"{name}"' for name in names)


def files(*names: str) -> str:
    return f"action in [{listed('file_system', *names)}]"


def below(path: str, *, itself: bool = False) -> str:
    condition = f'resource in file_system::Dir::"{path}"'
    return f'when {{ {condition} || resource == file_system::Dir::"{path}" }}' if itself else f"when {{ {condition} }}"


ONE_USER = f'principal == User::"{USER}"'
DEVELOPER = (
    f"permit({ONE_USER}, {files('read', 'write', 'open', 'create', 'delete')}, resource);\n"
    f"permit({ONE_USER}, {files('open', 'create', 'delete')}, resource);"
)
PROC = (
    f"permit(principal, {files('open', 'read', 'stat')}, resource) when {{ "
    + " || ".join(
        f'resource {operator} file_system::{kind}::"/proc"'
        for operator, kind in (("in", "Dir"), ("==", "Dir"), ("==", "File"))
    )
    + " };"
)
HOST = (
    f"permit(principal, action in [{listed('sysinfo', 'list', 'resolve_hostname')}], resource);\n"
    f"permit(principal, action in [{listed('process_system', 'list', 'list_fds')}], resource);\n"
    f"permit(principal, {files('stat')}, resource);"
)

VALID = {
    "schema crate, sample": (
        f"permit({ONE_USER}, action in [{listed('file_system', 'write', 'open', 'create', 'delete', 'read', 'chmod')}, "
        f"{listed('file_system', 'chown', 'stat', 'move', 'execute', 'network_namespace', 'unmount')}], resource);\n"
        f"permit({ONE_USER}, action in [{listed('process_system', 'list', 'list_fds', 'mount_namespace')}, "
        f"{listed('process_system', 'network_namespace')}], resource);"
    ),
    "runner, tests": DEVELOPER,
    "read one file": (
        f'permit(principal, {files("open")}, resource == file_system::Dir::"/usr/share/misc");\n'
        f'permit(principal, {files("open", "read")}, resource == file_system::File::"/usr/share/misc/ascii");'
    ),
    "example, read only": f"permit(principal, {files('open', 'read', 'stat')}, resource) {below('/tmp/rex_example')};",
    "example, read and write": (
        f"permit(principal, {files('open', 'read', 'stat', 'write', 'create', 'delete', 'chmod', 'chown')}, resource) "
        f"{below('/tmp/rex_example')};"
    ),
    "demo": f"permit(principal, {files('open', 'read')}, resource) {below('/private/tmp/rex-example')};",
    "ssm, read only": (
        f"permit(principal, {files('open', 'read', 'stat')}, resource) {below('/tmp/rex', itself=True)};\n{PROC}\n{HOST}"
    ),
    "ssm, read and write": (
        f"permit(principal, {files('open', 'read', 'write', 'create', 'delete', 'stat', 'chmod', 'chown', 'move')}, "
        f"resource) {below('/tmp/rex', itself=True)};\n{PROC}\n{HOST}\n"
        f"permit(principal, {files('open', 'read', 'stat', 'execute')}, resource) {below('/usr/bin', itself=True)};\n"
        f"permit(principal, action in [{listed('network', 'GET', 'connect')}], resource) "
        'when { resource.url like "https://*" || resource.url like "http://*" };'
    ),
    "process crate": f"permit({ONE_USER}, action in [{listed('process_system', 'list')}], resource);",
    "guide, some files": (
        'permit(principal, action, resource is file_system::File) when { [file_system::File::"/proc/meminfo", '
        'file_system::File::"/proc/mounts", file_system::File::"/tmp/rex/a"].contains(resource) };'
    ),
    "guide, some directories": (
        "permit(principal, action, resource is file_system::Dir) when { "
        '[file_system::Dir::"/tmp/rex", file_system::Dir::"/etc"].contains(resource) };'
    ),
    "guide, processes of one user": (
        f"permit(principal, action == {listed('process_system', 'list')}, resource is process_system::Process) "
        'when { resource.username == "nobody" };'
    ),
    "guide, one service": (
        f"permit(principal, action == {listed('systemd', 'restart')}, resource is systemd::Service) "
        'when { resource.name == "nginx.service" };'
    ),
    "guide, health checks": (
        f"permit(principal, action == {listed('network', 'GET')}, resource is network::url) "
        'when { resource.url like "https://*/health" };'
    ),
    "guide, system information": (
        f"permit(principal, action == {listed('sysinfo', 'list')}, resource is sysinfo::Sysinfo);"
    ),
    "guide, names": (
        f"permit(principal, action == {listed('sysinfo', 'resolve_hostname')}, resource is sysinfo::Hostname) "
        'when { resource.hostname like "*host" };'
    ),
    "guide, kernel parameters": (
        f"permit(principal, action == {listed('sysctl', 'load')}, resource is sysctl::Sysctl);"
    ),
    "guide, every action on files": "permit(principal, action, resource is file_system::File);",
    "guide, some actions": f"permit(principal, {files('read', 'stat')}, resource is file_system::File);",
    "guide, all but one": (
        'permit(principal, action, resource is file_system::File) when { action != file_system::Action::"execute" };'
    ),
    "a whole group, but not shadow": (
        'permit(principal, action in file_system::Action::"SafeIO", resource);\n'
        'forbid(principal, action, resource == file_system::File::"/etc/shadow");'
    ),
    # Valid only as long as `write` applies to files alone: a set of files has no directory in it.
    "writes to a set of files": (
        'permit(principal, action == file_system::Action::"write", resource) '
        'when { [file_system::File::"/tmp/rex/a", file_system::File::"/etc/motd"].contains(resource) };'
    ),
    "moves within a directory": (
        'permit(principal, action == file_system::Action::"move", resource) '
        f'{below("/tmp/rex")[:-2]} && context.destination.parent_path == "/tmp/rex" }};'
    ),
    "executions by arguments": (
        'permit(principal, action == file_system::Action::"execute", resource) when { '
        'context.arguments.flags.contains("-v") && context.environment.names.containsAll(["HOME"]) && '
        'context.arguments.hasTag("$ARG0") && context.arguments.getTag("$ARG0") like "/tmp/*" && '
        "context.user.uid >= 1000 && context has namespace && context.namespace.target_process_id != 1 };"
    ),
    "an attribute of SELinux": (
        'permit(principal, action == file_system::Action::"set_x_attr", resource) '
        'when { context.xattr.name == "security.selinux" };'
    ),
}

BROKEN = {
    "system information crate": (
        f'permit({ONE_USER}, action == {listed("file_system", "read")}, resource == "/proc/meminfo",);'
    ),
    "disk information crate": (
        f'permit({ONE_USER}, action == {listed("file_system", "read")}, resource == "/proc/mounts",);'
    ),
    "an attribute that only the code has": (
        f'permit(principal, action == {listed("process_system", "kill")}, resource) when {{ resource.pid == "1" }};'
    ),
    "names of an older schema": 'permit(principal, action == Rex::Action::"read", resource is Rex::File);',
}

PATHS = [
    "/", "/etc", "/etc/shadow", "/proc", "/proc/meminfo", "/proc/mounts", "/tmp", "/tmp/rex", "/tmp/rex/a",
    "/tmp/rex/a/b", "/tmp/rex_example", "/tmp/rex_example/x", "/private/tmp/rex-example/f", "/usr/share/misc",
    "/usr/share/misc/ascii", "/usr/bin/ls",
]  # fmt: skip
IDS = {
    fs.FILE: PATHS,
    fs.DIR: PATHS,
    network.URL: ["https://a/health", "http://b/", "ftp://c/"],
    sysinfo.HOSTNAME: ["localhost", "example.com"],
    sysinfo.UNAME: ["5b1d"],
    sysinfo.SYSINFO: ["5b1d"],
    process_system.PROCESS: ["17"],
    systemd.SERVICE: ["nginx.service", "sshd.service"],
    systemd.SYSTEMD: ["5b1d"],
    sysctl.SYSCTL: ["5b1d"],
}
CONTEXTS: dict[Action, list[Attributes]] = {
    fs.MOVE: [fs.destination("/tmp/rex/new"), fs.destination("/etc/new")],
    fs.SET_X_ATTR: [(("xattr", (("name", "security.selinux"),)),), (("xattr", (("name", "user.x"),)),)],
}
PROCESSES: list[Attributes] = [(("name", "a"), ("username", user), ("command", "a -b")) for user in ("nobody", "root")]


def requests():
    for action, declared in ACTIONS.items():
        if any(isinstance(field.type, Ref) for field in declared.context):
            continue  # `execute` carries entities in its context, which no operation builds yet
        for kind in REX_ACTIONS[action][1]:
            for name in IDS[kind]:
                for context in CONTEXTS.get(action, [()]):
                    for given in PROCESSES if kind == process_system.PROCESS else [()]:
                        yield action, Resource(kind, name), context, given


@pytest.mark.parametrize("name", VALID)
def test_a_valid_policy_decides_the_same(name):
    text = VALID[name]
    assert cedarpy.validate_policies(text, REX_SCHEMA).validation_passed
    authorizers = {user: Policy.from_text(text).authorizer(f'User::"{user}"') for user in (USER, "other")}
    effects = set()
    parsed = cedarpy.PolicySet.from_str(text)
    for action, resource, context, given in requests():
        for user, authorizer in authorizers.items():
            wanted = bare.decide(
                parsed, user, action, resource, context, attributes=given, schema=REX_SCHEMA, moment=None
            )
            for _ in range(2):
                decision = authorizer.decide(action, resource, context, attributes=given)
                assert bare.summary(decision) == wanted, (action, resource, context)
            effects.add(wanted[0])
    assert "error" not in effects
    if name != "executions by arguments":
        assert "permit" in effects, "a policy that permits nothing shows nothing"


@pytest.mark.parametrize("name", BROKEN)
def test_a_policy_that_is_broken_there_is_broken_here(name):
    assert not cedarpy.validate_policies(BROKEN[name], REX_SCHEMA).validation_passed
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(BROKEN[name], "rex.cedar")
    finding = caught.value.findings[0]
    assert finding.line == 1
    assert finding.column > 1
