"""One file, many writers, over rotation, over writers killed in the middle: the chain holds, or nothing is written."""

import fcntl
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rexpy.broker.audit import held
from rexpy.broker.audit.chain import ChainFile
from rexpy.broker.audit.entry import AuditFailed, Entry
from rexpy.broker.audit.form import HEAD_SIZE, Kind, parse_head
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.trail import Trail
from rexpy.errors import RunnerError
from rexpy.tooling.verify import Report, Status, verify
from tests.atomic.children import as_nobody, in_child

RECORDS = Records(run=None, principal=None, policy_sha256=None, fields=())


def entry(text: str = "") -> Entry:
    return RECORDS.log("test", {"text": text})


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[ChainFile]:
    file = ChainFile(str(path), RECORDS.log, **options)
    try:
        yield file
    finally:
        file.close()


def report(path: Path, key: bytes | None = None) -> Report:
    (found,) = verify([str(path)], key)
    return found


def told(path: Path) -> list[Mapping[str, Any]]:
    """What every record of the trail says, over all of its files."""
    return [
        json.loads(line)["unmapped"] for file in report(path).files for line in Path(file).read_bytes().splitlines()
    ]


def test_the_chain_goes_on_where_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    for _ in range(3):
        with opened(path) as file:
            file.append(entry())
            file.append(entry())
    assert (report(path).status, report(path).records, report(path).last) == (Status.OK, 6, 6)
    assert path.stat().st_mode & 0o777 == 0o600
    assert parse_head(Path(f"{path}.head").read_bytes()).size == path.stat().st_size


def test_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    with opened(path) as one, opened(path) as other:
        for _ in range(20):
            one.append(entry())
            other.append(entry())
            other.append(entry())
    assert (report(path).status, report(path).records) == (Status.OK, 60)


@pytest.mark.parametrize("keep", [None, 2])
def test_rotation_by_size(tmp_path: Path, keep: int | None) -> None:
    path = tmp_path / "audit"
    with opened(path, max_size=3000, keep=keep) as one, opened(path, max_size=3000, keep=keep) as other:
        for number in range(30):
            (one, other)[number % 3 == 0].append(entry(str(number)))
    found = report(path)
    assert found.status is Status.OK, found
    assert found.notes == ()
    rotated = sorted(file for file in tmp_path.iterdir() if file.suffix not in (".head", ""))
    assert (len(rotated) > 8) if keep is None else (len(rotated) == 2)
    assert all(file.stat().st_size <= 3000 and file.stat().st_mode & 0o777 == 0o600 for file in rotated)
    assert found.files == (*map(str, rotated), str(path))
    records = told(path)
    firsts = [json.loads(Path(file).read_bytes().splitlines()[0])["unmapped"] for file in found.files]
    assert all(one["kind"] == Kind.ROTATION for one in (firsts if keep else firsts[1:]))
    for before, first in zip(found.files, firsts[1:], strict=False):
        said = first["detail"]
        assert said["after"] == before
        assert said["bytes"] == Path(before).stat().st_size
        assert said["records"] == len(Path(before).read_bytes().splitlines())
    numbers = [record["detail"]["text"] for record in records if record["kind"] == "test"]
    assert numbers == [str(number) for number in range(30)][-len(numbers) :]
    assert keep is not None or len(numbers) == 30
    if keep is not None:
        assert found.first > 1
        assert [name for one in firsts for name in one["detail"]["removed"]], "what was removed is told"


def test_rotation_by_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit"
    at = time.time_ns()
    monkeypatch.setattr(held.time, "time_ns", lambda: at)
    with opened(path, rotate_s=3600) as file:
        for _ in range(5):
            file.append(entry())
            file.append(entry())
            at += 1801 * 10**9
    found = report(path)
    assert (found.status, len(found.files)) == (Status.OK, 3)


def test_a_record_larger_than_the_bound_has_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    with opened(path, max_size=10) as file:
        for _ in range(3):
            file.append(entry())
    assert report(path).status is Status.OK


WRITER = """
import sys
from rexpy.broker.audit.chain import ChainFile
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.trail import Trail
from rexpy.errors import RunnerError
records = Records(run=None, principal=None, policy_sha256=None, fields=())
file = ChainFile(sys.argv[1], records.log, max_size=int(sys.argv[3]) or None)
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    file.append(records.log("test", {"text": f"{sys.argv[4]} {number} " + "x" * (number % 700)}))
print("done", flush=True)
"""


def writer(path: Path, count: int, *, max_size: int = 0, name: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), str(count), str(max_size), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_rotation_under_load_by_several_processes(tmp_path: Path) -> None:
    path, count = tmp_path / "audit", 400
    writers = [writer(path, count, max_size=20_000, name=str(number)) for number in range(4)]
    while any(each.poll() is None for each in writers):
        assert report(path).status in (Status.OK, Status.UNREADABLE), report(path)  # unreadable: not there yet
    assert [each.communicate()[0] for each in writers] == ["ready\ndone\n"] * 4
    found = report(path)
    assert found.status is Status.OK, found.problems
    assert len(found.files) > 50
    texts = [record["detail"]["text"].split()[:2] for record in told(path) if record["kind"] == "test"]
    for name in range(4):
        assert [number for who, number in texts if who == str(name)] == [str(each) for each in range(count)]


def test_killed_in_the_middle_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    recovered = 0
    for number in range(25):
        running = writer(path, 1_000_000, max_size=200_000, name=str(number))
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(0.002 * (number % 7))
        running.kill()
        running.wait()
        running.stdout.close()
        found = report(path)
        assert found.status in (Status.OK, Status.UNCLOSED), found
        with opened(path, max_size=200_000) as file:
            file.append(entry())
        found = report(path)
        assert found.status is Status.OK, found
    assert found.records > 100
    recovered = sum(record["kind"] == Kind.RECOVERY for record in told(path))
    assert recovered <= 25


def tail(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def line_after(path: Path) -> bytes:
    """The record that a writer would write next, without writing it."""
    kept, head = path.read_bytes(), Path(f"{path}.head").read_bytes()
    with opened(path) as file:
        (line,) = file.append(entry("the next"))
    path.write_bytes(kept)
    Path(f"{path}.head").write_bytes(head)
    return line


def left_open(path: Path) -> None:
    """What the head is while somebody writes."""
    head = Path(f"{path}.head")
    head.write_bytes(parse_head(head.read_bytes())._replace(closed=0).render())


@pytest.mark.parametrize("left", ["half", "whole", "whole and half", "one byte", "noise"])
def test_what_a_killed_writer_left_is_taken_in_and_told(tmp_path: Path, left: str) -> None:
    path = tmp_path / "audit"
    with opened(path) as file:
        file.append(entry())
    line = line_after(path)
    torn = {"half": line[:400], "whole": b"", "whole and half": b'{"class', "one byte": b"{", "noise": b"\xff\0\x1b"}[
        left
    ]
    tail(path, (line if left.startswith("whole") else b"") + torn)
    assert report(path).status is Status.TAMPERED, "nobody was writing"
    with pytest.raises(AuditFailed):
        opened(path).__enter__()
    left_open(path)
    assert report(path).status is Status.UNCLOSED
    with opened(path) as file:
        file.append(entry("after"))
    found = report(path)
    assert found.status is Status.OK, found
    records = told(path)
    assert [record["kind"] for record in records] == [
        "test", *(["test"] if left.startswith("whole") else []), Kind.RECOVERY, "test",
    ]  # fmt: skip
    detail = records[-2]["detail"]
    assert detail["adopted"] == left.startswith("whole")
    if torn:
        assert detail["torn_bytes"] == len(torn)
        assert detail["torn"] == torn.decode("ascii", "replace")


def test_a_batch_that_a_killed_writer_left_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    with opened(path) as file:
        file.append(entry())
        kept = Path(f"{path}.head").read_bytes()
        file.append(*(entry(str(number)) for number in range(5)))
    Path(f"{path}.head").write_bytes(kept)
    assert report(path).status is Status.UNCLOSED
    with opened(path) as file:
        file.append(entry("after"))
    assert report(path).status is Status.OK
    kinds = [record["kind"] for record in told(path)]
    assert kinds == ["test"] * 6 + [Kind.RECOVERY, "test"]
    assert told(path)[-2]["detail"] == {"adopted": 5}


@pytest.mark.parametrize(
    "what",
    ["cut", "a line more", "a record of another chain", "another last record", "gone", "head gone", "head spoilt", "head back", "more than a batch"],
)  # fmt: skip
def test_what_does_not_agree_with_the_head_is_not_gone_on_from(tmp_path: Path, what: str) -> None:
    path, head = tmp_path / "audit", tmp_path / "audit.head"
    with opened(path) as file:
        file.append(entry())
        old = head.read_bytes()
        file.append(entry())
    before = path.read_bytes()
    lines = before.splitlines(keepends=True)
    match what:
        case "cut":
            path.write_bytes(lines[0])
        case "a line more":
            tail(path, b"{}\n")
        case "a record of another chain":
            tail(path, lines[1])
        case "another last record":
            path.write_bytes(lines[0] + lines[1].replace(b"text", b"mext"))
            path.write_bytes(lines[0] + lines[1][:-10] + b"0" * 6 + lines[1][-4:])
        case "gone":
            path.unlink()
        case "head gone":
            head.unlink()
        case "head spoilt":
            head.write_bytes(b"x" * HEAD_SIZE)
        case "head back":
            head.write_bytes(old[:-2])
        case "more than a batch":
            with opened(path) as file:
                for _ in range(65):
                    file.append(entry())
            head.write_bytes(old)
    left = path.read_bytes() if path.exists() else None
    with pytest.raises(AuditFailed, match="the audit file"):
        opened(path).__enter__()
    assert (path.read_bytes() if path.exists() else None) == left, "nothing was written"
    assert report(path).status is Status.TAMPERED


@pytest.mark.parametrize("what", ["cut", "more", "gone", "replaced", "head back"])
def test_what_changes_while_a_run_goes_on_ends_it(tmp_path: Path, what: str) -> None:
    path, head = tmp_path / "audit", tmp_path / "audit.head"
    with opened(path) as file:
        file.append(entry())
        old = path.read_bytes(), head.read_bytes()
        file.append(entry())
        if what == "cut":
            os.truncate(path, 100)
        elif what == "more":
            tail(path, b"{}\n")
        elif what == "gone":
            path.unlink()
        elif what == "replaced":
            path.unlink()
            path.touch(0o600)
        else:
            path.write_bytes(old[0])
            head.write_bytes(old[1])
        for _ in range(2):
            with pytest.raises(AuditFailed):
                file.append(entry())


@pytest.mark.parametrize(
    "what", ["file moved", "file replaced", "file a link", "file a FIFO", "head moved", "head replaced", "directory moved", "directory replaced"]
)  # fmt: skip
@pytest.mark.parametrize("rotate", [False, True])
def test_what_is_put_in_the_place_of_the_trail_ends_the_run(
    rotate: bool, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was opened is still there, under another name or none: nobody would look for records in it."""
    monkeypatch.setattr(held, "LOOK_S", 0.0)
    base = tmp_path / "trails"
    base.mkdir()
    path, head, aside = base / "audit", base / "audit.head", base / "aside"
    with opened(path, max_size=10 if rotate else None) as file:
        file.append(entry("before"))
        which = {"file": path, "head": head, "directory": base}[what.split()[0]]
        which.rename(tmp_path / "aside" if which is base else aside)
        if what == "directory replaced":
            base.mkdir()
            with opened(path) as other:
                other.append(entry("of another trail"))
        elif what.endswith("replaced"):
            # A file that agrees with the head is the trail, whoever put it there; another head is another lock.
            which.write_bytes(aside.read_bytes() if which is head else b"{}\n")
            which.chmod(0o600)
        elif what.endswith("link"):
            path.symlink_to(aside)
        elif what.endswith("FIFO"):
            os.mkfifo(path)
        for _ in range(2):
            with pytest.raises(AuditFailed, match="the audit file"):
                file.append(entry("after"))
    left = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert not any(b'"after"' in data for data in left)
    if what == "directory replaced":
        assert sorted(base.iterdir()) == [path, head], "another trail's file was left alone"
        assert report(path).status is Status.OK


def test_a_forked_process_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    file = ChainFile(str(path), RECORDS.log)
    file.append(entry())
    waiting, go_on = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go_on)
        os.read(waiting, 1)
        os._exit(0)
    os.close(waiting)
    try:
        file.close()
        with open(f"{path}.head", "rb") as head:
            fcntl.flock(head, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(go_on)
        os.waitpid(child, 0)


def test_a_clock_that_was_set_back_does_not_end_rotation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit"
    at = time.time_ns() + 10**18
    monkeypatch.setattr(held.time, "time_ns", lambda: at)
    with opened(path, rotate_s=3600) as file:
        file.append(entry())
        at -= 10**18
        file.append(entry())
        file.append(entry())
    found = report(path)
    assert (found.status, len(found.files)) == (Status.OK, 2)


def test_a_copy_with_a_name_like_that_of_a_rotated_file_is_not_counted(tmp_path: Path) -> None:
    path, copy = tmp_path / "audit", tmp_path / "audit.20261125120000"
    with opened(path, max_size=10, keep=2) as file:
        file.append(entry("0"))
        copy.write_bytes(path.read_bytes())
        for number in range(1, 5):
            file.append(entry(str(number)))
    assert copy.exists()
    copy.rename(tmp_path / "copy")
    found = report(path)
    assert (found.status, len(found.files)) == (Status.OK, 3)


def test_what_was_written_is_on_the_disk_when_a_writer_has_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records before the head: a head that outlasts them is one that nothing agrees with."""
    path, synced = tmp_path / "audit", []
    monkeypatch.setattr(os, "fdatasync", lambda fd: synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{fd}"))))
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{fd}"))))
    file = ChainFile(str(path), RECORDS.log, max_size=10)
    file.append(entry())
    assert synced == []
    file.append(entry())
    assert synced == ["audit"], "a file that is rotated"
    file.finish()
    assert synced == ["audit", "audit", "audit.head", tmp_path.name]
    file.close()
    assert len(synced) == 4
    with opened(path) as other:
        pass
    assert len(synced) == 4, "nothing was written"
    with opened(path) as other:
        other.append(entry())
    assert synced[4:] == ["audit", "audit.head"]


def test_a_rotation_cut_short_is_finished(tmp_path: Path) -> None:
    for step in ("renamed", "renamed and made"):
        path = tmp_path / step
        with opened(path, max_size=2500) as file:
            file.append(entry())
            file.append(entry())
        os.rename(path, f"{path}.000000000001")
        if step != "renamed":
            path.touch(0o600)
        with opened(path, max_size=2500) as file:
            file.append(entry())
        found = report(path)
        assert found.status is Status.OK, found
        assert [record["kind"] for record in told(path)] == ["test", "test", Kind.ROTATION, "test"]


def test_a_key_chains_and_tags(tmp_path: Path) -> None:
    path, key = tmp_path / "audit", b"k" * 32
    with opened(path, key=key) as file:
        file.append(entry())
        file.append(entry())
    assert report(path, key).status is Status.OK
    assert report(path).status is Status.UNREADABLE
    assert report(path, b"x" * 32).status is Status.TAMPERED
    for other in (None, b"x" * 32):
        with pytest.raises(AuditFailed, match="key"):
            opened(path, key=other).__enter__()


def test_a_lock_that_is_not_given_back_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "LOCK_WAIT_S", 0.05)
    path = tmp_path / "audit"
    with opened(path) as file, open(f"{path}.head", "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(AuditFailed, match="lock"):
            file.append(entry())
        fcntl.flock(other, fcntl.LOCK_UN)
        file.append(entry())
    assert report(path).status is Status.OK


def test_a_full_device_leaves_no_half_record(tmp_path: Path) -> None:
    """On a file system that is full for real, where one can be mounted; else under the largest size of a file."""
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "rexpy", tmp_path], check=False).returncode
    ):
        pytest.skip("mounting a small file system needs root, and a container that lets it")
    path = tmp_path / "audit"
    try:
        with opened(path) as file:

            def fill() -> None:
                for _ in range(1000):
                    file.append(entry("x" * 300))

            with pytest.raises(AuditFailed, match=r"No space left|device is full"):
                fill()
            assert report(path).status is Status.OK, report(path)
            assert report(path).records > 20
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_the_largest_size_leaves_no_half_record(tmp_path: Path) -> None:
    path, limit = tmp_path / "audit", 30_000

    def work() -> int:
        with opened(path) as file:
            for number in range(1000):
                try:
                    file.append(entry("x" * 300))
                except AuditFailed:
                    return number
        return -1

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    assert in_child(work, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) > 10
    assert report(path).status is Status.OK


def test_a_directory_that_is_not_fit_is_refused(tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    for mode, fit in ((0o777, False), (0o770, False), (0o1777, True), (0o755, True)):
        loose.chmod(mode)
        if fit:
            with opened(loose / f"audit{mode:o}") as file:
                file.append(entry())
        else:
            with pytest.raises(AuditFailed, match="others may write in its directory"):
                opened(loose / "audit").__enter__()
            assert list(loose.iterdir()) == []


@pytest.mark.parametrize("what", ["above", "a link's directory", "of the key", "above the key"])
def test_what_leads_to_the_trail_or_its_key_is_looked_at(what: str, tmp_path: Path) -> None:
    loose, kept = tmp_path / "loose", tmp_path / "kept"
    (loose / "inner").mkdir(parents=True)
    kept.mkdir()
    path, key = kept / "audit", kept / "key"
    if what == "above":
        path = loose / "inner" / "audit"
    elif what == "a link's directory":
        (loose / "link").symlink_to(kept)
        path = loose / "link" / "audit"
    else:
        key = (loose if what == "of the key" else loose / "inner") / "key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    options = AuditOptions(path, key=key).checked()
    Trail(options, RECORDS.log).close()
    loose.chmod(0o777)
    with pytest.raises(RunnerError, match="loose' leads to it, and anyone can write it"):
        Trail(options, RECORDS.log)
    loose.chmod(0o1777)
    Trail(options, RECORDS.log).close()


@pytest.mark.parametrize(
    "what", ["writable by others", "head writable by others", "hard link", "head is a link", "FIFO"]
)
def test_a_file_that_is_not_fit_is_refused(tmp_path: Path, what: str) -> None:
    path, head = tmp_path / "audit", tmp_path / "audit.head"
    with opened(path) as file:
        file.append(entry())
    match what:
        case "writable by others":
            path.chmod(0o620)
        case "head writable by others":
            head.chmod(0o602)
        case "hard link":
            os.link(path, tmp_path / "other")
        case "head is a link":
            head.rename(tmp_path / "other")
            head.symlink_to(tmp_path / "other")
        case "FIFO":
            path.unlink()
            os.mkfifo(path)
    with pytest.raises(AuditFailed):
        opened(path).__enter__()


def test_a_read_only_directory_refuses_an_ordinary_user(tmp_path: Path) -> None:
    base = Path("/tmp") / f"rexpy-test-read-only-{os.getpid()}"
    base.mkdir(0o755)

    def work() -> str:
        if os.access(base, os.W_OK) and os.geteuid() == base.stat().st_uid:
            base.chmod(0o555)
        try:
            opened(base / "audit").__enter__()
        except AuditFailed as error:
            return str(error)
        return "written"

    try:
        assert "Permission denied" in as_nobody(work)
    finally:
        base.chmod(0o755)
        base.rmdir()
