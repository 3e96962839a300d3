"""The declared words: a superset of Rex's, the same in both forms of the schema, and true of the entities made."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import cedarpy
import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary import network, process_system, schema, sysctl, sysinfo, systemd
from hostapi.vocabulary.base import Action, Resource, refuse_text
from hostapi.vocabulary.every import ACTION_GROUPS, ACTIONS, ENTITY_TYPES, NAMESPACES
from hostapi.vocabulary.request import FACTS
from rexpy.broker.policy import Policy
from rexpy.broker.policy.requests import entity_json
from tests.policy import bare

# Rex's schema as facts: entity type -> (attributes, tags, parents), action -> (group, resources, context).
REX_ENTITIES = {
    "User": ({}, None, []),
    "file_system::Dir": ({"path": "String"}, None, [fs.DIR]),
    "file_system::File": ({"path": "String"}, None, [fs.DIR]),
    "file_system::Arguments": (
        {"keys": "Set<String>", "flags": "Set<String>", "positional_values": "Set<String>"},
        "String",
        [],
    ),
    "file_system::Environment": ({"names": "Set<String>"}, "String", []),
    "sysinfo::Uname": ({}, None, []),
    "sysinfo::Sysinfo": ({}, None, []),
    "sysinfo::Hostname": ({"hostname": "String"}, None, []),
    "network::url": ({"url": "String"}, None, []),
    "process_system::Process": ({"name": "String", "username": "String", "command": "String"}, None, []),
    "systemd::Service": ({"name": "String"}, None, []),
    "systemd::Systemd": ({}, None, []),
    "sysctl::Sysctl": ({}, None, []),
}
_BOTH = [fs.FILE, fs.DIR]
_DESTINATION = "{ destination: { path: String, name: String, parent_path: String } }"
_EXECUTE = (
    "{ arguments: file_system::Arguments, environment: file_system::Environment, "
    "user: { username: String, uid: Long }, group: { groupname: String, gid: Long }, "
    "namespace?: { target_process_id: Long } }"
)
REX_ACTIONS = {
    **{("file_system", name): ("SafeIO", [fs.FILE], None) for name in ("write", "network_namespace", "redacted_read")},
    **{
        ("file_system", name): ("SafeIO", _BOTH, None)
        for name in ("open", "chmod", "chown", "create", "delete", "read", "stat")
    },
    ("file_system", "set_x_attr"): ("SafeIO", _BOTH, "{ xattr: { name: String } }"),
    ("file_system", "execute"): ("SafeIO", [fs.FILE], _EXECUTE),
    ("file_system", "move"): ("SafeIO", _BOTH, _DESTINATION),
    ("file_system", "unmount"): ("SafeIO", [fs.DIR], None),
    ("sysinfo", "list"): ("SysinfoAction", [sysinfo.UNAME, sysinfo.SYSINFO], None),
    ("sysinfo", "resolve_hostname"): ("SysinfoAction", [sysinfo.HOSTNAME], None),
    **{("network", name): ("NetworkAction", [network.URL], None) for name in ("GET", "connect")},
    **{
        ("process_system", name): ("ProcessAction", [process_system.PROCESS], None)
        for name in ("list", "list_fds", "mount_namespace", "network_namespace", "kill", "interrupt", "trace")
    },
    **{
        ("systemd", name): ("SystemdAction", [systemd.SERVICE], None) for name in ("start", "stop", "restart", "status")
    },
    ("systemd", "daemon_reload"): ("SystemdAction", [systemd.SYSTEMD], None),
    ("sysctl", "load"): ("SysctlAction", [sysctl.SYSCTL], None),
}


def rex_schema() -> str:
    """Rex's schema, written from the facts above: for what must mean the same under both."""
    spaces: dict[str, list[str]] = {}
    for name, (attributes, tags, parents) in REX_ENTITIES.items():
        space, _, short = name.rpartition("::")
        shape = "{ " + ", ".join(f"{key}: {kind}" for key, kind in attributes.items()) + " }"
        text = f"entity {short}" + (f" in [{', '.join(parents)}]" if parents else "") + f" {shape}"
        spaces.setdefault(space, []).append(text + (f" tags {tags};" if tags else ";"))
    for space, group in sorted({(space, group) for (space, _), (group, _, _) in REX_ACTIONS.items()}):
        spaces[space].append(f"action {group};")
    for (space, name), (group, resources, context) in REX_ACTIONS.items():
        more = f", context: {context}" if context else ""
        applies = f"principal: [User], resource: [{', '.join(resources)}]{more}"
        spaces[space].append(f"action {name} in [{group}] appliesTo {{ {applies} }};")
    return "\n".join(
        f"namespace {space} {{ {' '.join(lines)} }}" if space else " ".join(lines) for space, lines in spaces.items()
    )


def declarations(text: str) -> set[tuple[str, str]]:
    """Every declaration of a schema as Cedar prints it, with its namespace."""
    found: set[tuple[str, str]] = set()
    space = ""
    for block in str(cedarpy.Schema.from_str(text)).split("\n\n"):
        if block.startswith("namespace "):
            head, _, block = block.partition("\n")
            space = head.split()[1]
        found.add((space, block.removesuffix("\n}").strip()))
        if block.endswith("\n}"):
            space = ""
    return found


def as_in_rex(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Declarations without what every request holds in the contexts of actions."""
    plain: set[tuple[str, str]] = set()
    for space, block in found:
        text = block.replace("context: Request", "context: {}")
        text = re.sub(r"\n      (?:run: Run|time: datetime|usage: Usage)(?=,|\n),?", "", text)
        plain.add((space, re.sub(r",(\n    })", r"\1", text)))
    return plain


def test_every_declaration_of_rex_is_ours():
    rex, ours = declarations(rex_schema()), as_in_rex(declarations(schema.cedar_schema()))
    assert len(rex) == 13 + 31 + 6
    missing = {block for _, block in rex - ours}
    assert len(missing) == 1
    assert missing.pop().startswith("entity User")


def test_what_is_ours_beyond_rex():
    added = {block for _, block in as_in_rex(declarations(schema.cedar_schema())) - declarations(rex_schema())}
    assert {" ".join(block.split()) for block in added} == {
        "entity User in [Group];",
        "entity Group in [Group];",
        "entity RunArguments = { names: Set<String>, words: Set<String> } tags String;",
        "type Run = { args: RunArguments, cwd: String, id: String, script_sha256: String };",
        "type Usage = { bytes_written: Long, calls: Long };",
        "type Request = { run: Run, time: datetime, usage: Usage };",
    }


def test_every_action_has_the_facts_of_every_request_and_none_takes_their_names():
    shown = declarations(schema.cedar_schema())
    actions = [block for _, block in shown if block.startswith("action ") and "appliesTo" in block]
    assert len(actions) == len(ACTIONS)
    for block in actions:
        assert "context: Request\n" in block or ("run: Run" in block and "time: datetime" in block), block
    for declared in ACTIONS.values():
        assert not FACTS & {field.name for field in declared.context}


def test_both_forms_of_the_schema_say_the_same():
    text = str(cedarpy.Schema.from_str(schema.cedar_schema()))
    as_json = str(cedarpy.Schema.from_json_str(json.dumps(schema.json_schema())))
    assert as_json.replace("__cedar::", "") == text


@pytest.mark.parametrize("name", sorted(ENTITY_TYPES))
def test_attributes_follow_from_the_id_as_declared(name):
    """Cedar validates the entity that requests.py writes, with the directory that holds it."""
    declared = ENTITY_TYPES[name]
    if declared.attributes_of is None:
        assert declared.attributes, "an entity without attributes says so with no_attributes"
        return
    given = declared.attributes_of("/a/b")
    assert [key for key, _ in given] == [field.name for field in declared.attributes]
    assert all(type(value) is str for _, value in given)
    text = entity_json(declared, name, "/a/b", ["/a"], "")
    assert len(cedarpy.Entities.from_json_str(f"[{text}]", bare.PARSED_SCHEMA)) >= 1
    wrong = text.replace('"/a/b"', "7").replace('"id":7', '"id":"/a/b"')
    if given:
        with pytest.raises(ValueError, match="does not conform"):
            cedarpy.Entities.from_json_str(f"[{wrong}]", bare.PARSED_SCHEMA)


@pytest.mark.parametrize("kind", [fs.FILE, fs.DIR])
@pytest.mark.parametrize("place", ["/srv", r"/srv/\u0000", '/srv/"\\u0000"', "/elsewhere"])
def test_the_entity_of_a_path_is_the_same_written_around_its_name(kind, place):
    named = r"/srv/\u0000", '/srv/"\\u0000"'
    text = "".join(
        f"permit(principal, action, resource in file_system::Dir::{json.dumps(path)});" for path in ("/srv", *named)
    )
    authorizer = Policy.from_text(text).authorizer('User::"u"')
    plan = authorizer._plan(fs.READ, kind)
    for name in ("a", "\N{SNOWMAN}\\u0000", '\\u0000",', "\\"):
        path = f"{place}/{name}"
        found = authorizer._rules.place_of(path)
        assert plan.entity_at(found, path) == entity_json(plan.entity, kind, path, found.chain, "")


def test_names_are_declared_once_and_groups_and_types_exist():
    names = [space.qualified(entity.name) for space in NAMESPACES for entity in space.entities]
    assert len(names) == len(set(names)) == len(ENTITY_TYPES)
    every = [declared.action for space in NAMESPACES for declared in space.actions]
    assert len(every) == len(set(every)) == len(ACTIONS) == 31
    for space in NAMESPACES:
        for declared in space.actions:
            assert declared.action.namespace == space.name
            assert set(declared.resources) <= set(ENTITY_TYPES)
            assert {Action(space.name, group) for group in declared.groups} <= ACTION_GROUPS


def test_every_constant_is_a_declared_action_or_type():
    for module in (fs, network, process_system, sysctl, sysinfo, systemd):
        for name, value in vars(module).items():
            if isinstance(value, Action):
                assert value in ACTIONS, name
            elif name.isupper() and isinstance(value, str):
                assert value in ENTITY_TYPES, name


@pytest.mark.parametrize(
    "path", ["/", "/a", "/a/b.c", "/...", "/a b", "/é", "/a\\b", '/"', "/" + "/".join(["d"] * 64), "/*?<>|"]
)
def test_a_canonical_path_is_accepted(path):
    assert fs.refuse_path(path) is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "empty"),
        ("a", "not absolute"),
        ("./a", "not absolute"),
        ("//a", "empty component"),
        ("/a/", "trailing slash"),
        ("/a//b", "empty component"),
        ("/./a", "`.` or `..`"),
        ("/a/..", "`.` or `..`"),
        ("/a\0", "U+0000"),
        ("/a\nb", "U+000A"),
        ("/a\x7f", "U+007F"),
        ("/a\x85", "U+0085"),
        ("/\udcff", "not Unicode"),
        ("/" + "/".join(["d"] * 65), "65 components"),
        ("/" + "a" * 4096, "4097 characters"),
    ],
)
def test_any_other_path_is_refused(path, reason):
    assert reason in (fs.refuse_path(path) or "")


def test_text_that_is_no_id():
    assert refuse_text("a\u202eb") is None, "a bidirectional override is a legal name: showing it is the printer's care"
    assert refuse_text("\x1b[31m") is not None


def test_destination_and_directory():
    assert fs.destination("/a/b") == (("destination", (("path", "/a/b"), ("name", "b"), ("parent_path", "/a"))),)
    assert fs.destination("/b") == (("destination", (("path", "/b"), ("name", "b"), ("parent_path", "/"))),)
    assert [fs.directory_of(path) for path in ("/a/b", "/a", "/")] == ["/a", "/", None]
    assert Resource(fs.FILE, "/a") == (fs.FILE, "/a")


def test_the_vocabulary_imports_nothing_that_touches_the_system():
    code = (
        "import sys; before = set(sys.modules); import hostapi.vocabulary.schema; "
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert not {"cedarpy", "dataclasses", "json", "pathlib", "socket", "rexpy"} & set(run.stdout.split())
