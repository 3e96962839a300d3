"""`rexpy audit verify`: whatever is done to a trail is found and named, and nothing else is."""

import fcntl
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rexpy.broker.audit.chain import ChainFile
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.form import ENDING, MAX_LINE, digest, head_path, link, parse_head
from rexpy.broker.audit.records import Records
from rexpy.tooling import trails
from rexpy.tooling.verify import Report, Status, verify

RECORDS = Records(run=None, principal=None, policy_sha256=None, fields=())
COUNT = 60


def make(path: Path, **options: Any) -> None:
    file = ChainFile(str(path), RECORDS.log, **options)
    for number in range(COUNT):
        file.append(RECORDS.log("test", {"text": f"record {number}"}))
    file.close()


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("whole")
    make(base / "audit", max_size=8_000)
    return base


def checked(directory: Path, key: bytes | None = None) -> Report:
    (found,) = verify([str(directory / "audit")], key)
    return found


def files(directory: Path) -> list[Path]:
    return [Path(name) for name in checked(directory).files]


Lines = list[tuple[Path, bytes]]


def read(directory: Path) -> Lines:
    return [(file, line) for file in files(directory) for line in file.read_bytes().splitlines()]


def write(directory: Path, lines: Lines) -> None:
    for file in {file for file, _ in lines} | set(files(directory)):
        file.write_bytes(b"".join(line + b"\n" for where, line in lines if where == file))


def sequence(line: bytes) -> int:
    found: int = json.loads(line)["metadata"]["sequence"]
    return found


def rehashed(line: bytes, key: bytes | None = None) -> bytes:
    """A line whose own hash is right again: what who knows the form would do."""
    return line[: -ENDING + len(',"hash":"')] + digest(line[:-ENDING], key).encode() + b'"}}'


# Each changes the lines and returns the numbers of the records that may be blamed.


def alter_a_byte(lines: Lines, chance: random.Random) -> set[int]:
    index = chance.randrange(len(lines))
    file, line = lines[index]
    at = chance.randrange(len(line))
    other = chance.choice([code for code in range(32, 127) if code != line[at]])
    lines[index] = file, line[:at] + bytes([other]) + line[at + 1 :]
    return {sequence(line), sequence(line) + 1}


def alter_and_rehash(lines: Lines, chance: random.Random) -> set[int]:
    index = chance.randrange(len(lines))
    file, line = lines[index]
    lines[index] = file, rehashed(line.replace(b'"severity_id":', b'"severity_id":1'))
    return {sequence(line), sequence(line) + 1}


def remove(lines: Lines, chance: random.Random) -> set[int]:
    at = chance.randrange(len(lines))
    count = chance.randint(1, min(5, len(lines) - at))
    gone = {sequence(line) for _, line in lines[at : at + count]}
    del lines[at : at + count]
    return gone


def swap(lines: Lines, chance: random.Random) -> set[int]:
    one, other = sorted(chance.sample(range(len(lines)), 2))
    (file, line), (there, moved) = lines[one], lines[other]
    lines[one], lines[other] = (file, moved), (there, line)
    return {sequence(line), sequence(moved)}


def move(lines: Lines, chance: random.Random) -> set[int]:
    source, to = chance.sample(range(len(lines)), 2)
    _, line = lines.pop(source)
    file = lines[min(to, len(lines) - 1)][0]
    lines.insert(to, (file, line))
    return {sequence(each) for _, each in lines[min(source, to) : max(source, to) + 1]}


def double(lines: Lines, chance: random.Random) -> set[int]:
    source, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[source][1]
    lines.insert(to, (lines[to][0], line))
    return {sequence(line), to + 1, to + 2}


def insert_forged(lines: Lines, chance: random.Random) -> set[int]:
    """A record made up to follow the one before it, with a right hash."""
    at = chance.randrange(len(lines))
    file, line = lines[at]
    before = link(line)
    assert before is not None
    text = line.replace(before.prev.encode(), before.own.encode())
    text = text.replace(b'"sequence":%d}' % sequence(line), b'"sequence":%d}' % (sequence(line) + 1))
    lines.insert(at + 1, (file, rehashed(text)))
    return {sequence(line) + 1, sequence(line) + 2}


def insert_noise(lines: Lines, chance: random.Random) -> set[int]:
    at = chance.randrange(len(lines))
    noise = chance.choice([b"", b"{}", b"null", b"[" * 3000, b"\0", b"x" * 5000, b'{"metadata":{"sequence":1}}'])
    lines.insert(at, (lines[at][0], noise))
    return {at + 1}


def cut(lines: Lines, chance: random.Random) -> set[int]:
    count = chance.randint(1, len(lines) - 1)
    gone = {sequence(line) for _, line in lines[-count:]}
    del lines[-count:]
    return gone


def cut_the_beginning(lines: Lines, chance: random.Random) -> set[int]:
    count = chance.randint(1, len(lines) - 1)
    gone = {sequence(line) for _, line in lines[:count]}
    del lines[:count]
    return gone


TAMPERINGS: list[Callable[[Lines, random.Random], set[int]]] = [
    alter_a_byte, alter_and_rehash, remove, swap, move, double, insert_forged, insert_noise, cut, cut_the_beginning,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_every_tampering_is_found_and_named(
    tamper: Callable[[Lines, random.Random], set[int]], seed: int, trail: Path, tmp_path: Path
) -> None:
    """Two hundred in all."""
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    lines = read(tmp_path)
    before = [line for _, line in lines]
    blamed = tamper(lines, random.Random(f"{tamper.__name__} {seed}"))
    assert [line for _, line in lines] != before, "something was done"
    write(tmp_path, lines)
    found = checked(tmp_path)
    assert found.status is Status.TAMPERED
    named = {problem.sequence for problem in found.problems}
    told = " ".join(problem.message for problem in found.problems)
    assert named & blamed or any(f" {number}" in told for number in blamed), (blamed, found.problems)


def test_what_was_not_touched_is_whole(trail: Path) -> None:
    found = checked(trail)
    assert (found.status, found.problems, found.notes) == (Status.OK, (), ())
    assert found.first == 1
    assert found.records == found.last == parse_head(Path(head_path(str(trail / "audit"))).read_bytes()).sequence
    assert len(found.files) > 5


@pytest.mark.parametrize("which", ["first", "middle", "current"])
def test_a_file_that_was_taken_away_is_found(which: str, trail: Path, tmp_path: Path) -> None:
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    every = files(tmp_path)
    gone = every[{"first": 0, "middle": len(every) // 2, "current": -1}[which]]
    numbers = [sequence(line) for line in gone.read_bytes().splitlines()]
    gone.unlink()
    found = checked(tmp_path)
    assert found.status is Status.TAMPERED
    assert len(found.problems) == 1
    assert f"records {numbers[0]} to {numbers[-1]}" in found.problems[0].message


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("at", [0, 2, 59])
def test_what_is_longer_than_any_record_is_found_where_it_stands(at: int, closed: bool, tmp_path: Path) -> None:
    """Without an end of its own, before a record: read in pieces, of which the last is that record."""
    path = tmp_path / "audit"
    make(path)
    if not closed:
        head = Path(head_path(str(path)))
        head.write_bytes(parse_head(head.read_bytes())._replace(closed=0).render())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:at]) + b"x" * (MAX_LINE + 1) + b"".join(lines[at:]))
    found = checked(tmp_path)
    assert found.status is Status.TAMPERED
    assert (found.problems[0].kind, found.problems[0].line) == ("altered", at + 1)


@pytest.mark.parametrize("field", ["size", "file", "sequence", "hash"])
def test_a_head_that_says_what_is_not_so_is_found(field: str, trail: Path, tmp_path: Path) -> None:
    """Where it says another end, the next run meets it too, and stops."""
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    head = Path(head_path(str(tmp_path / "audit")))
    said = parse_head(head.read_bytes())
    changed = said.hash[::-1] if field == "hash" else getattr(said, field) - 1
    head.write_bytes(said._replace(**{field: changed}).render())
    assert checked(tmp_path).status is Status.TAMPERED
    if field in ("size", "hash"):
        with pytest.raises(AuditFailed):
            ChainFile(str(tmp_path / "audit"), RECORDS.log).append(RECORDS.log("test", {}))


def test_a_writer_that_holds_the_lock_does_not_hold_the_reader(
    trail: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trails, "LOCK_WAIT_S", 0.05)
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    with open(head_path(str(tmp_path / "audit")), "rb") as stopped:
        fcntl.flock(stopped, fcntl.LOCK_EX)
        found = checked(tmp_path)
    assert found.status is Status.UNREADABLE
    assert "a writer has held the lock" in found.problems[0].message


def test_one_altered_record_is_one_finding(trail: Path, tmp_path: Path) -> None:
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    lines = read(tmp_path)
    file, line = lines[30]
    lines[30] = file, line.replace(b"record ", b"rekord ")
    write(tmp_path, lines)
    found = checked(tmp_path)
    assert [(problem.kind, problem.sequence) for problem in found.problems] == [("altered", 31)]
    problem = found.problems[0]
    assert Path(problem.file).read_bytes().splitlines()[problem.line - 1] == lines[30][1]


# What somebody does who knows the form and may write the directory; docs/audit.md has the table.


def swap_files(base: Path, every: list[Path]) -> None:
    one, other = every[1].read_bytes(), every[2].read_bytes()
    every[1].write_bytes(other)
    every[2].write_bytes(one)


def remove_a_middle_file(base: Path, every: list[Path]) -> None:
    every[2].unlink()


def rename_a_file(base: Path, every: list[Path]) -> None:
    every[2].rename(f"{base / 'audit'}.{10**11:012}")


def copy_a_file(base: Path, every: list[Path]) -> None:
    shutil.copy(every[1], f"{base / 'audit'}.{sequence(every[1].read_bytes().splitlines()[1]):012}")


def double_a_run(base: Path, every: list[Path]) -> None:
    every[3].write_bytes(every[3].read_bytes() * 2)


def empty_a_file(base: Path, every: list[Path]) -> None:
    every[2].write_bytes(b"")


def cut_at_a_boundary(base: Path, every: list[Path]) -> None:
    """The newest rotated file becomes the current one."""
    every[-1].unlink()
    every[-2].rename(every[-1])


def empty_the_current_file(base: Path, every: list[Path]) -> None:
    every[-1].write_bytes(b"")


def chain_anew(base: Path, every: list[Path]) -> None:
    """From the first record on, each with a right hash."""
    prev = "0" * 64
    for file in every:
        lines = []
        for line in file.read_bytes().splitlines():
            found = link(line)
            assert found is not None
            lines.append(rehashed(line.replace(b"record 7", b"forged 7").replace(found.prev.encode(), prev.encode())))
            prev = lines[-1][-67:-3].decode()
        file.write_bytes(b"".join(line + b"\n" for line in lines))


def an_older_head(base: Path, every: list[Path]) -> None:
    """As it was before the last record: closed, so that nobody can have been killed behind it."""
    head = Path(head_path(str(base / "audit")))
    last = [link(line) for line in every[-1].read_bytes().splitlines()]
    size = len(every[-1].read_bytes().splitlines()[-1]) + 1
    said = parse_head(head.read_bytes())
    assert last[-1] is not None
    older = said._replace(sequence=said.sequence - 1, hash=last[-1].prev, size=said.size - size)
    head.write_bytes(older.render())


CLEVER = [
    swap_files, remove_a_middle_file, rename_a_file, copy_a_file, double_a_run, empty_a_file, cut_at_a_boundary,
    empty_the_current_file, chain_anew, an_older_head,
]  # fmt: skip


@pytest.mark.parametrize("tamper", CLEVER)
def test_what_is_done_to_whole_files_is_found(
    tamper: Callable[[Path, list[Path]], None], trail: Path, tmp_path: Path
) -> None:
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    tamper(tmp_path, files(tmp_path))
    found = checked(tmp_path)
    assert found.status is Status.TAMPERED
    assert found.problems


def cut_and_lower_the_head(base: Path, key: bytes | None) -> None:
    """A file of its own is gone, and the head says so; without the key its tag cannot be made."""
    every = files_of(base, key)
    every[-1].unlink()
    every[-2].rename(every[-1])
    lines = every[-1].read_bytes().splitlines()
    said = link(lines[-1])
    assert said is not None
    head = Path(head_path(str(base / "audit")))
    before = parse_head(head.read_bytes(), key)
    lower = before._replace(
        sequence=sequence(lines[-1]), hash=said.own, size=every[-1].stat().st_size, file=sequence(lines[0])
    )
    head.write_bytes(lower.render(None if key is None else b"another key" * 3))


def cut_the_beginning_and_raise_the_head(base: Path, key: bytes | None) -> None:
    every = files_of(base, key)
    every[0].unlink()
    head = Path(head_path(str(base / "audit")))
    raised = parse_head(head.read_bytes(), key)._replace(first=sequence(every[1].read_bytes().splitlines()[0]))
    head.write_bytes(raised.render(None if key is None else b"another key" * 3))


def files_of(base: Path, key: bytes | None) -> list[Path]:
    return [Path(name) for name in checked(base, key).files]


@pytest.mark.parametrize("tamper", [cut_and_lower_the_head, cut_the_beginning_and_raise_the_head])
@pytest.mark.parametrize("key", [None, b"k" * 32])
def test_what_is_found_only_under_a_key(
    key: bytes | None, tamper: Callable[[Path, bytes | None], None], tmp_path: Path
) -> None:
    make(tmp_path / "audit", key=key, max_size=8_000)
    tamper(tmp_path, key)
    assert checked(tmp_path, key).status is (Status.OK if key is None else Status.TAMPERED)


def test_what_is_not_found_even_under_a_key(tmp_path: Path) -> None:
    """An earlier state of all files. The document says so, and what to do about it."""
    key, path = b"k" * 32, tmp_path / "audit"
    make(path, key=key)
    head = Path(head_path(str(path)))
    earlier = path.read_bytes(), head.read_bytes()
    make(path, key=key)
    path.write_bytes(earlier[0])
    assert checked(tmp_path, key).status is Status.TAMPERED
    head.write_bytes(earlier[1])
    assert checked(tmp_path, key).status is Status.OK


def test_under_a_key_nobody_else_can_make_a_chain(tmp_path: Path) -> None:
    """Who may write file and head makes both anew: found under a key, not found without one, as the document says."""
    key = b"k" * 32
    for name, secret in (("keyed", key), ("plain", None)):
        base = tmp_path / name
        base.mkdir()
        make(base / "audit", key=secret)
        lines = [line for _, line in read(base)] if secret is None else (base / "audit").read_bytes().splitlines()
        forged, prev = [], "0" * 64
        for line in (line.replace(b"record 5", b"forged 5") for line in lines):
            found = link(line)
            assert found is not None
            forged.append(rehashed(line.replace(found.prev.encode(), prev.encode())))
            prev = forged[-1][-67:-3].decode()
        (base / "audit").write_bytes(b"".join(line + b"\n" for line in forged))
        head_file = Path(head_path(str(base / "audit")))
        head = parse_head(head_file.read_bytes(), secret)
        head_file.write_bytes(head._replace(hash=prev).render())
        assert checked(base, secret).status is (Status.OK if secret is None else Status.UNREADABLE)
        head_file.write_bytes(head.render(secret))
        assert checked(base, secret).status is Status.TAMPERED


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "rexpy", "audit", "verify", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command(trail: Path, tmp_path: Path) -> None:
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    audit = str(tmp_path / "audit")
    good = command(audit)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith(f"{audit}: ok; ")
    said = json.loads(command("-o", "json", audit).stdout)
    assert (said["schema_version"], said["ok"]) == (1, True)
    (told,) = said["trails"]
    assert (told["status"], told["first"], told["head"], told["problems"]) == ("ok", 1, True, [])
    assert told["hash"] == parse_head(Path(head_path(audit)).read_bytes()).hash

    with open(audit, "ab") as file:
        file.write(b'{"half":')
    assert command(audit).returncode == 1, "nobody was writing"
    head = Path(head_path(audit))
    head.write_bytes(parse_head(head.read_bytes())._replace(closed=0).render())
    unclosed = command(audit)
    assert unclosed.returncode == 2
    assert "unclosed" in unclosed.stdout
    assert "killed" in unclosed.stdout

    lines = read(tmp_path)
    write(tmp_path, [*lines[:7], *lines[8:]])
    bad = command(audit)
    assert bad.returncode == 1
    assert "record 8 is missing before record 9" in bad.stdout
    said = json.loads(command("-o", "json", audit).stdout)
    assert said["ok"] is False
    assert (said["trails"][0]["problems"][0]["kind"], said["trails"][0]["problems"][0]["sequence"]) == ("removed", 8)

    assert command(str(tmp_path / "none")).returncode == 3
    (tmp_path / "text").write_text("no trail\n")
    assert command(str(tmp_path / "text")).returncode == 3
    (tmp_path / "empty").touch()
    assert command(str(tmp_path / "empty")).returncode == 3
    assert command().returncode == 64
    assert command("--audit-key", str(tmp_path / "none"), audit).returncode == 64


def test_parts_and_streams(trail: Path, tmp_path: Path) -> None:
    shutil.copytree(trail, tmp_path, dirs_exist_ok=True)
    every = files(tmp_path)
    (part,) = verify([str(every[2])])
    assert (part.status, part.head, part.files) == (Status.OK, False, (str(every[2]),))
    assert part.first > 1
    (parts,) = verify([str(every[3]), str(every[2])])
    assert (parts.status, parts.records) == (Status.OK, 2 * part.records)
    (gap,) = verify([str(every[2]), str(every[4])])
    assert gap.status is Status.TAMPERED
    stream = tmp_path / "stream"
    stream.write_bytes(every[0].read_bytes())
    assert verify([str(stream)])[0].status is Status.TAMPERED
    assert verify([str(stream)], headless=True)[0].status is Status.OK
    os.chmod(stream, 0)
    if os.geteuid() != 0:
        assert verify([str(stream)])[0].status is Status.UNREADABLE


def test_nothing_in_a_trail_drives_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "audit\x1b[31m"
    make(path)
    with path.open("ab") as file:
        file.write(b"\x1b[2J\r\n")
    shown = command(str(path))
    assert shown.returncode == 1
    assert "\x1b" not in shown.stdout + shown.stderr
