"""Every record validates against OCSF's own class definitions, with nothing in it that its class does not have."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import rexpy
from hostapi.vocabulary.activity import ACTIVITIES, Activity
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.every import ACTIONS
from rexpy.broker import ending
from rexpy.broker.audit.entry import Chain, Entry
from rexpy.broker.audit.form import OCSF_VERSION, VERSION, Head, Kind
from rexpy.broker.audit.options import DEFAULT_FIELDS, FIELDS, AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.run import RunAudit
from rexpy.broker.meter import Denials
from rexpy.broker.policy.decision import Decision, Effect, Observation, PolicyRef
from rexpy.broker.reload import Reload
from rexpy.broker.result import Usage
from rexpy.broker.run import Plan
from rexpy.broker.session import Session
from rexpy.broker.violation import UNRECORDED, Violation
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, policy

ocsf_json_schema = pytest.importorskip(
    "ocsf_json_schema", reason="OCSF's class definitions come with ocsf-json-schema: pip install '.[test]'"
)
jsonschema = pytest.importorskip("jsonschema", reason="pip install '.[test]'")

TESTER = Resource("User", 'a"b')
REF = PolicyRef("reading", "/etc/rexpy/team.cedar", 3)
DECISIONS = {
    "permit": Decision(allowed=True, effect="permit", policies=(REF,)),
    "several": Decision(allowed=True, effect="permit", policies=(REF,) * 40),
    "no_permit": Decision(allowed=False, effect="no_permit"),
    "forbid": Decision(allowed=False, effect="forbid", policies=(REF, PolicyRef("b", "x", 1)), advice="ask"),
    "error": Decision(allowed=False, effect="error", errors=("it failed",)),
}


@cache
def validator(class_uid: int) -> Any:
    schema = _schemas()
    name = schema.lookup_class_name_from_uid(class_uid)
    made = schema.get_class_schema(class_name=name, profiles=["host", "security_control"])
    return jsonschema.Draft202012Validator(made)


@cache
def _schemas() -> Any:
    return ocsf_json_schema.OcsfJsonSchemaEmbedded(ocsf_json_schema.get_ocsf_schema(version=OCSF_VERSION))


def check(event: dict[str, Any]) -> None:
    errors = [f"{error.json_path}: {error.message}" for error in validator(event["class_uid"]).iter_errors(event)]
    assert errors == [], json.dumps(event)[:500]
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
    assert event["category_uid"] == event["class_uid"] // 1000
    assert event["metadata"]["version"] == OCSF_VERSION
    assert 1_700_000_000_000 < event["time"] < 1 << 44
    assert (event["activity_id"] == 99) is ("activity_name" in event)


def records(*fields: str) -> Records:
    return Records(run="ab" * 16, principal=TESTER, policy_sha256="cd" * 32, fields=fields, entities=[{"uid": 1}])


def event(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Chain(None).append(entry)[0])
    return found


def id_of(kind: str) -> str:
    return {"process_system::Process": "4242", "network::url": "https://example.com/x"}.get(kind, "/srv/däta/file")


REQUESTS = [(action, kind) for action, declared in ACTIONS.items() for kind in declared.resources]


@pytest.mark.parametrize("fields", [DEFAULT_FIELDS, FIELDS, ()], ids=["default", "all", "none"])
@pytest.mark.parametrize("named", DECISIONS)
def test_a_decision_on_each_action_and_resource(named: str, fields: tuple[str, ...]) -> None:
    made = records(*fields)
    for action, kind in REQUESTS:
        resource = Resource(kind, id_of(kind))
        context = (("destination", (("path", "/x"), ("name", "x"), ("parent_path", "/"))),)
        found = event(made.decision(DECISIONS[named], action, resource, context, "fs.load", 1, 2))
        check(found)
        assert found["class_uid"] == ACTIVITIES[action].class_uid
        check(event(made.guardrail(action, resource, "it governs", operation="fs.load", call=1, line=2)))


@pytest.mark.parametrize("effect", ["permit", "forbid", "error"])
def test_what_policies_under_trial_would_have_done(effect: str) -> None:
    seen = tuple(Observation(REF, cast(Effect, effect), changes) for changes in (True, False))
    decided = Decision(allowed=True, effect="permit", policies=(REF,), observed=seen)
    made = records(*DEFAULT_FIELDS)
    asked = (decided, Action("file_system", "read"), Resource("file_system::File", "/a"), ())
    check(event(made.decision(*asked, "fs.load", 1, 2)))
    for number, changes in ((1, True), (2, False)):
        found = event(made.decision(*asked, "fs.load", 1, 2, number))
        check(found)
        assert (found["action_id"], found["disposition_id"]) == (3, 17)
        assert found["severity_id"] == (2 if changes else 1)
        (authorization,) = found["authorizations"]
        assert authorization["policy"] == {"name": "reading", "uid": "/etc/rexpy/team.cedar:3", "is_applied": False}
        said = found["unmapped"]
        assert (said["kind"], said["effect"], said["changes"]) == (Kind.SHADOW, effect, changes)


def test_what_the_trail_says_of_itself() -> None:
    made = records()
    check(event(made.log(Kind.ROTATION, {"after": "x", "removed": []})))
    check(event(made.log(Kind.RECOVERY, {"adopted": True})))


def test_actions_have_the_activities_that_their_names_say() -> None:
    """OCSF's own captions, beside ours: a slip in a number is a record of something else."""
    told = {
        f"{action.namespace}::{action.name}": _caption(activity)
        for action, activity in ACTIVITIES.items()
        if activity.name is None
    }
    assert told == {
        "file_system::open": "Open", "file_system::read": "Read", "file_system::redacted_read": "Read",
        "file_system::write": "Update", "file_system::create": "Create", "file_system::delete": "Delete",
        "file_system::move": "Rename", "file_system::stat": "Get Attributes", "file_system::chmod": "Set Security",
        "file_system::chown": "Set Security", "file_system::set_x_attr": "Set Attributes",
        "file_system::unmount": "Unmount", "file_system::execute": "Launch", "process_system::kill": "Terminate",
        "process_system::trace": "Open", "network::GET": "Get", "network::connect": "Open",
        "sysinfo::resolve_hostname": "Query", "sysinfo::list": "Read", "sysctl::load": "Update",
        "systemd::status": "Read", "systemd::start": "Update", "systemd::stop": "Update", "systemd::restart": "Update",
        "systemd::daemon_reload": "Update",
    }  # fmt: skip


def _caption(activity: Activity) -> str:
    definition = ocsf_json_schema.get_ocsf_schema(version=OCSF_VERSION)["classes"]
    found = next(each for each in definition.values() if each["uid"] == activity.class_uid)
    caption: str = found["attributes"]["activity_id"]["enum"][str(activity.activity_id)]["caption"]
    return caption


RUNS = {
    "ends": "1",
    "fails": "1/0",
    "denied": "import os\nos.stat(args['denied'])",
    "at a limit": "while True: pass",
    "at a soft limit": ATTEMPT + "attempt(write, args['path'], 'x' * 5000)\nprint('x' * 2000)",
    "looks up a name": ATTEMPT + "attempt(socket.gethostbyname, 'localhost')",
    "imports": "import helper",
    "moves": ATTEMPT + "write(args['path'], '')\nattempt(os.rename, args['path'], args['path'] + '2')",
}


@pytest.mark.parametrize("name", RUNS)
def test_a_whole_run(name: str, tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    (tmp_path / "helper.py").write_text("")
    text = EVERYTHING + f' forbid(principal, action, resource == file_system::File::"{tmp_path}/denied");'
    rexpy.run(
        RUNS[name],
        policy=policy(text),
        principal=PRINCIPAL,
        audit=rexpy.AuditOptions(audit, fields=FIELDS, max_size=3000),
        limits=rexpy.Limits(wall_s=2, written_bytes=1000, output_bytes=1000),
        args={"path": str(tmp_path / "file"), "denied": str(tmp_path / "denied")},
        module_path=[tmp_path],
    )
    events = list(every(tmp_path))
    assert len(events) > 4
    for found in events:
        check(found)
    kinds = {found["unmapped"]["kind"] for found in events}
    assert {Kind.POLICY, Kind.START, Kind.SEAL, Kind.END, Kind.ROTATION} <= kinds
    assert (Kind.MODULE in kinds) is (name == "imports")


def test_what_an_authorizer_is_asked(tmp_path: Path) -> None:
    with rexpy.Authorizer(EVERYTHING, audit=rexpy.AuditOptions(tmp_path / "audit", fields=FIELDS)) as held:
        for action, kind in REQUESTS:
            held.decide(PRINCIPAL, f'{action.type}::"{action.name}"', f'{kind}::"{id_of(kind)}"')
        held.decide(PRINCIPAL, 'a::b::Action::"c"', 'd::e::"f\\n"', {"g": {"h": "i" * 10_000}})
        held.decide("", "", "")
    events = list(every(tmp_path))
    assert len(events) == len(REQUESTS) + 3
    for found in events:
        check(found)


def test_policies_loaded_anew(tmp_path: Path) -> None:
    audit, source = tmp_path / "audit", tmp_path / "policy.cedar"
    source.write_text("")
    told: list[int] = []
    watch = Reload(every_s=3600, on_error="stop", on_event=lambda event: told.append(len(list(every(tmp_path)))))
    with rexpy.Runner(policy=source, principal=PRINCIPAL, audit=audit, reload=watch) as runner:
        first = runner.policy.sha256
        source.write_text('permit(principal, action, resource in file_system::Dir::"/srv");')
        runner.refresh()
        second = runner.policy.sha256
        source.write_text("permit(nonsense")
        runner.refresh()
    assert told == [1, 2], "the record comes before anybody is told"
    loaded, stopped = every(tmp_path)
    for found in (loaded, stopped):
        check(found)
        assert found["unmapped"]["kind"] == Kind.POLICY
        assert "run" not in found["unmapped"]
        assert "correlation_uid" not in found["metadata"]
    assert loaded["policy"]["uid"] == second != first
    assert loaded["unmapped"]["detail"] == {"state": "in_force", "previous": first}
    assert (stopped["state_id"], stopped["status_id"], stopped["severity_id"]) == (1, 2, 3)
    said = stopped["unmapped"]["detail"]
    assert (said["state"], said["previous"]) == ("stopped", second)
    assert "policy.cedar" in said["reason"]


def test_the_examples_of_the_document_are_what_it_says() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "audit.md").read_text()
    blocks = [json.loads(block.split("```")[0]) for block in text.split("```json\n")[1:]]
    (example,) = [block for block in blocks if "class_uid" in block]
    check(example)
    made = event(
        records(*DEFAULT_FIELDS).decision(
            DECISIONS["permit"], Action("file_system", "read"), Resource("file_system::File", "/a"), (), "fs.load", 1, 2
        )
    )
    assert list(made) == list(example)
    assert list(made["unmapped"]) == list(example["unmapped"])
    assert list(made["metadata"]) == list(example["metadata"])
    (head,) = [block for block in blocks if "class_uid" not in block]
    assert list(head) == ["form", *Head._fields]


@pytest.mark.parametrize(
    "ended",
    [
        ending.violation(Violation(257, "openat", "x86_64")),
        ending.violation(UNRECORDED),
        ending.breach("the worker \x1b[31msaid what it must not\n"),
    ],
)
def test_a_violation(ended: ending.Ending, tmp_path: Path) -> None:
    runner = rexpy.Runner(policy=policy(EVERYTHING), principal=PRINCIPAL)
    plan = runner._plan("1", filename=None, args=None, argv=(), on_output=None)
    assert isinstance(plan, Plan)
    audit = RunAudit(AuditOptions(tmp_path / "audit").checked(), runner.policy, plan)
    session = SimpleNamespace(output=SimpleNamespace(truncated=False), denials=Denials(), counts={})
    assert audit.ended(ended, cast(Session, session), Usage()) is ended
    audit.close()
    violation, end = every(tmp_path)
    for found in (violation, end):
        check(found)
    assert violation["unmapped"]["kind"] == Kind.VIOLATION
    assert (violation["severity_id"], violation["action_id"], violation["is_alert"]) == (4, 2, True)
    assert violation["unmapped"]["detail"]["what"] == ("protocol" if "protocol" in str(ended.error) else "syscall")
    assert end["unmapped"]["detail"]["exit_code"] == 125


def every(directory: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(directory.glob("audit*")):
        if file.suffix != ".head":
            for line in file.read_text().splitlines():
                yield json.loads(line)


def test_the_check_finds_what_is_wrong() -> None:
    good = event(
        records(*DEFAULT_FIELDS).decision(
            DECISIONS["permit"], Action("file_system", "read"), Resource("file_system::File", "/a"), (),
            "fs.load", 1, 2,
        )
    )  # fmt: skip
    check(good)
    for spoil in (
        lambda e: e.pop("device"), lambda e: e.update(nonsense=1), lambda e: e.update(action_id=7777),
        lambda e: e["file"].pop("type_id"), lambda e: e.update(time="now"), lambda e: e["metadata"].pop("product"),
        lambda e: e["authorizations"][0]["policy"].clear(),
    ):  # fmt: skip
        spoilt = json.loads(json.dumps(good))
        spoil(spoilt)
        with pytest.raises(AssertionError):
            check(spoilt)


def test_the_version_is_that_of_the_package() -> None:
    text = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text()
    assert f'\nversion = "{VERSION}"\n' in text
