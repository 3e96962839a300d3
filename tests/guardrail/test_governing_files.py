"""Invariant: under a policy that permits everything, nothing that a run does changes what governs it, however it is spelt."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

import rexpy
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.policy import Policy
from rexpy.errors import RunnerError
from rexpy.tooling.verify import Status, verify
from tests.broker.doors import door
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL
from tests.guardrail.changes import CHANGES, Change, seen, tried

CHANGE = [pytest.param(change, id=name) for name, change in CHANGES.items()]


@dataclass
class Governed:
    base: Path
    policy: Path
    entities: Path
    audit: Path

    @property
    def files(self) -> list[Path]:
        return [self.policy, self.entities, self.audit]


@pytest.fixture
def governed(tmp_path: Path) -> Governed:
    base = tmp_path / "base"
    for name in ("policies", "data", "logs"):
        (base / name).mkdir(parents=True)
    made = Governed(
        base, base / "policies" / "all.cedar", base / "data" / "entities.json", base / "logs" / "audit.jsonl"
    )
    made.policy.write_text(EVERYTHING)
    made.entities.write_text("[]")
    made.audit.write_text('{"time":1}\n')
    for file in made.files:
        os.chmod(file, 0o644)
        os.link(file, tmp_path / f"hard-{file.name}")
        (tmp_path / f"link-{file.name}").symlink_to(file)
    (tmp_path / "way").symlink_to(base)
    return made


def spellings(governed: Governed, file: Path) -> dict[str, Path]:
    outside = governed.base.parent
    return {
        "its path": file,
        "a link": outside / f"link-{file.name}",
        "a linked directory": outside / "way" / file.relative_to(governed.base),
        "a hard link": outside / f"hard-{file.name}",
    }


@pytest.mark.parametrize("change", CHANGE)
@pytest.mark.parametrize("links", [False, True], ids=["", "hard-links-allowed"])
def test_no_change_reaches_a_governing_file(governed: Governed, change: Change, links: bool) -> None:
    before = seen(governed.base)
    for file in governed.files:
        for path in spellings(governed, file).values():
            tried(change, door(governing=governed.files, links=links), path)
            assert seen(governed.base) == before, (change, path)
            assert (governed.base.parent / f"hard-{file.name}").exists() or path.name.startswith("hard-")


@pytest.mark.parametrize("name", [name for name in CHANGES if not name.endswith("of a link")])
def test_every_change_by_the_path_itself_is_refused(governed: Governed, name: str) -> None:
    """Without this, a test that nothing has changed would hold as well where the changes do nothing."""
    plain = governed.base / "plain"
    fresh = governed.base / "fresh"
    plain.write_text("plain")
    assert tried(CHANGES[name], door(governing=governed.files), governed.policy) is not None
    possible = (
        tried(CHANGES[name], door(governing=governed.files), plain),
        tried(CHANGES[name], door(governing=governed.files), fresh),
    )
    assert None in possible or name in ("rmdir", "rename a directory over")


@pytest.mark.parametrize("change", CHANGE)
def test_no_change_reaches_a_directory_above(governed: Governed, change: Change) -> None:
    outside = governed.base.parent
    before = seen(governed.base), os.lstat(outside).st_mode
    for path in (
        governed.base,
        governed.base / "policies",
        governed.base / "logs",
        outside / "way",
        outside / "way" / "data",
    ):
        tried(change, door(governing=governed.files), path)
        assert (seen(governed.base), os.lstat(outside).st_mode) == before, (change, path)


@pytest.mark.parametrize("change", CHANGE)
def test_a_policy_directory_gets_no_new_entry_and_loses_none(governed: Governed, change: Change) -> None:
    directory = governed.policy.parent
    (directory / "notes.txt").write_text("not a policy")
    (directory / "below").mkdir()
    governing = [file.path for file in Policy.from_paths(directory).files]
    before = seen(directory)
    for parent in (directory, governed.base.parent / "way" / "policies"):
        for name in ("new.cedar", "new.txt", "all.cedar", "notes.txt", "below"):
            tried(change, door(governing=governing), parent / name)
            after = seen(directory)
            if name in ("notes.txt", "below"):
                # Its own content and mode govern nothing; its name does not go and nothing takes its place.
                assert set(after) == set(before), (change, name)
                assert after[str(directory)][0:5] == before[str(directory)][0:5]
                assert after[str(directory / name)][0] == before[str(directory / name)][0]
                assert after[str(governed.policy)] == before[str(governed.policy)]
            else:
                assert after == before, (change, name)
            before = after


def test_a_policy_directory_may_lose_nothing_to_a_rename_across_it(governed: Governed) -> None:
    directory = governed.policy.parent
    held = door(governing=[file.path for file in Policy.from_paths(directory).files])
    (directory / "a").write_text("a")
    for source, target in (
        (directory / "a", directory / "b.cedar"),
        (directory / "a", governed.base / "a"),
        (governed.entities, directory / "e.cedar"),
    ):
        with pytest.raises(PermissionError, match="whatever the policy says"):
            held.ask("fs.rename", str(source), str(target))
    assert sorted(os.listdir(directory)) == ["a", "all.cedar"]


@pytest.mark.parametrize("change", CHANGE)
def test_every_link_on_the_way_to_a_policy_governs_as_well(governed: Governed, change: Change) -> None:
    """Who can turn a link on the way chooses the policy of the next run."""
    outside = governed.base.parent
    (outside / "first").symlink_to("second")
    (outside / "second").symlink_to(outside / "third" / "all.cedar")
    (outside / "third").symlink_to("way/policies")
    links = [outside / name for name in ("first", "second", "third", "way")]
    governing = [file.path for file in Policy.from_paths(outside / "first").files]
    before = seen(*links), seen(governed.base)
    for link in links:
        tried(change, door(governing=governing), link)
        assert (seen(*links), seen(governed.base)) == before, (change, link)


def test_what_cannot_be_looked_at_cannot_be_protected_and_nothing_runs(tmp_path: Path) -> None:
    with pytest.raises(RunnerError, match="governs the run"):
        Guardrail([str(tmp_path / "gone")], allow_hard_links=False, own_pids=set)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RunnerError, match="governs the run"):
        Guardrail([str(tmp_path / "loop")], allow_hard_links=False, own_pids=set)


def test_a_policy_file_that_is_gone_refuses_the_run(governed: Governed) -> None:
    runner = rexpy.Runner(policy=governed.policy, principal=PRINCIPAL, insecure_policy_permissions=True)
    assert runner.run("1").exit_code == 0
    governed.policy.unlink()
    with pytest.raises(RunnerError, match="governs the run"):
        runner.run("1")


def test_a_whole_run_against_its_own_government(governed: Governed) -> None:
    """The same from a script, with a policy directory, entities and an audit file, under a policy that permits everything."""
    script = (
        ATTEMPT
        + """
results = {}
def every(path):
    for name, what in {
        "w": lambda: write(path, "EVIL"), "a": lambda: write(path, "EVIL", "a"), "r+": lambda: write(path, "EVIL", "r+"),
        "x": lambda: write(path, "EVIL", "x"), "w+": lambda: write(path, "EVIL", "w+"),
        "unlink": lambda: os.unlink(path), "rename": lambda: os.rename(path, path + ".old"),
        "replace": lambda: os.replace(args["spare"], path), "chmod": lambda: os.chmod(path, 0o777),
        "truncate": lambda: os.truncate(path, 0), "copy": lambda: shutil.copyfile(args["spare"], path),
        "symlink": lambda: os.symlink("/etc/passwd", path),
        "rmtree": lambda: shutil.rmtree(path), "rmdir": lambda: os.rmdir(path),
        "mkdir": lambda: os.mkdir(path),
    }.items():
        results[path + " " + name] = attempt(what)
for path in args["paths"]:
    every(path)
for path in args["paths"][:5]:
    results[path + " utime"] = attempt(os.utime, path)
results["key"] = attempt(read, args["paths"][2])
sorted(key for key, got in results.items() if got[0] == "done")
"""
    )
    spare = governed.base.parent / "spare"
    spare.write_text("EVIL")
    new = governed.policy.parent / "new.cedar"
    trail, key = governed.audit.with_name("trail"), governed.audit.with_name("key")
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    own = [trail, *(Path(f"{trail}.{end}") for end in ("head", "000000000001", "000000000002"))]
    paths = [governed.policy, governed.entities, key, *own, new, governed.policy.parent, governed.base]
    paths += [
        path
        for file in (governed.policy, governed.entities, *own)
        for name, path in spellings(governed, file).items()
        if name == "a linked directory"
    ]
    before = seen(governed.policy.parent, governed.entities)
    result = rexpy.run(
        script,
        policy=[governed.policy.parent],
        entities=governed.entities,
        audit=rexpy.AuditOptions(trail, max_size=200_000, key=key),
        insecure_policy_permissions=True,
        principal=PRINCIPAL,
        args={"paths": [str(path) for path in paths], "spare": str(spare)},
    )
    assert result.error is None, result.error
    assert result.value == []
    assert seen(governed.policy.parent, governed.entities) == before
    assert result.denials == (), "the policy permits everything, so the refusals are the guardrail's"
    assert key.read_bytes() == b"k" * 32
    (report,) = verify([str(trail)], key.read_bytes())
    assert (report.status, report.first) == (Status.OK, 1)
    assert len(report.files) > 2, "it was rotated meanwhile"
    lines = [json.loads(line) for file in report.files for line in Path(file).read_text().splitlines()]
    kinds = [line["unmapped"]["kind"] for line in lines]
    assert kinds.count("decision") > 100
    assert kinds.count("guardrail") > 50
    assert all(line["action_id"] == 1 for line in lines if line["unmapped"]["kind"] == "decision")
