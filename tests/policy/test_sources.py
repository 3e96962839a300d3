"""Files are read once, bounded, and remembered so that a run cannot change what governs it."""

from __future__ import annotations

import hashlib
import os
import socket

import pytest

from rexpy.broker.policy import Policy, PolicyLimits, SourceFile
from rexpy.errors import EntitiesInvalid, PolicyInvalid

GOOD = "permit(principal, action, resource);\n"


def refused(paths, **more):
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_paths(paths, **more)
    return caught.value.findings


def identity(path):
    status = os.lstat(path)
    return SourceFile(status.st_dev, status.st_ino, str(path))


def test_a_file_and_its_hash(tmp_path):
    file = tmp_path / "p.cedar"
    file.write_text(GOOD)
    policy = Policy.from_paths(file)
    assert policy.files == (identity(file),)
    assert policy.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert policy.sha256 == Policy.from_paths([str(file)]).sha256 == Policy.from_text(GOOD).sha256
    assert Policy.from_text(GOOD, entities="[]").sha256 != policy.sha256
    assert [(ref.file, ref.line) for ref in policy.statements] == [(str(file), 1)]


def test_a_directory_stands_for_its_cedar_files_in_order(tmp_path):
    for name in ("b.cedar", "a.cedar", "note.txt", ".cedar.swp"):
        (tmp_path / name).write_text(GOOD if name.endswith(".cedar") else "no policy")
    policy = Policy.from_paths(tmp_path)
    assert [ref.file for ref in policy.statements] == [str(tmp_path / "a.cedar"), str(tmp_path / "b.cedar")]
    assert policy.files == tuple(identity(path) for path in (tmp_path, tmp_path / "a.cedar", tmp_path / "b.cedar"))
    (tmp_path / "c.cedar").mkdir()
    assert "a directory" in refused(tmp_path)[0].message


def test_a_link_and_its_target_are_both_protected(tmp_path, monkeypatch):
    (tmp_path / "real.cedar").write_text(GOOD)
    (tmp_path / "link.cedar").symlink_to("real.cedar")
    monkeypatch.chdir(tmp_path)
    files = Policy.from_paths("link.cedar").files
    assert set(files) == {identity(tmp_path / "real.cedar"), identity(tmp_path / "link.cedar")}


def test_a_relative_path_is_remembered_as_absolute(tmp_path, monkeypatch):
    (tmp_path / "p.cedar").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    policy = Policy.from_paths("./p.cedar")
    assert policy.files == (identity(tmp_path / "p.cedar"),)
    assert policy.statements[0].file == "./p.cedar"


@pytest.mark.parametrize("path", ["", "a\0b", "nothing.cedar", "/dev/null", "\udcff"])
def test_what_is_no_readable_file(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    assert refused(path)


def test_special_files_do_not_block(tmp_path, short):
    os.mkfifo(tmp_path / "fifo.cedar")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(short / "socket.cedar"))
        assert "not a regular file" in refused(tmp_path / "fifo.cedar")[0].message
        assert refused(short / "socket.cedar")
        assert refused("/dev/zero")
    (tmp_path / "loop.cedar").symlink_to("loop.cedar")
    assert "cannot be read" in refused(tmp_path / "loop.cedar")[0].message


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file(tmp_path):
    (tmp_path / "p.cedar").write_text(GOOD)
    (tmp_path / "p.cedar").chmod(0)
    assert "Permission denied" in refused(tmp_path / "p.cedar")[0].message


def test_an_empty_directory_and_nothing(tmp_path):
    assert "holds no *.cedar file" in refused(tmp_path)[0].message
    assert refused([])


def test_bytes_that_are_no_text(tmp_path):
    file = tmp_path / "p.cedar"
    file.write_bytes(GOOD.encode() + b"// caf\xe9\n")
    (finding,) = refused(file)
    assert (finding.line, finding.column) == (2, 7)
    assert "0xe9" in finding.message
    file.write_bytes(GOOD.encode() + b" \0")
    assert "NUL" in refused(file)[0].message


def test_all_bad_sources_are_told_of_at_once(tmp_path):
    assert len(refused([tmp_path / "a.cedar", tmp_path / "b.cedar"])) == 2


def test_sizes_are_bounded_over_all_files(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.cedar").write_text(GOOD)
    Policy.from_paths(tmp_path, limits=PolicyLimits(policy_bytes=2 * len(GOOD), files=2))
    assert "too large" in refused(tmp_path, limits=PolicyLimits(policy_bytes=2 * len(GOOD) - 1))[0].message
    assert "more than 1 files" in refused(tmp_path, limits=PolicyLimits(files=1))[0].message
    huge = tmp_path / "huge.cedar"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    assert "too large" in refused(huge)[0].message


def test_no_descriptor_is_left_open(tmp_path):
    (tmp_path / "a.cedar").write_text(GOOD)
    (tmp_path / "b.cedar").write_bytes(b"\xff")
    before = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()
    for paths in (tmp_path, [tmp_path / "a.cedar"], "/dev/null", "/nowhere"):
        try:
            Policy.from_paths(paths)
        except PolicyInvalid:
            pass
    after = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()
    assert len(after) == len(before)


def test_entities_files_are_refused_alike(tmp_path):
    (tmp_path / "p.cedar").write_text(GOOD)
    with pytest.raises(EntitiesInvalid, match="cannot be read"):
        Policy.from_paths(tmp_path / "p.cedar", entities=tmp_path / "none.json")
    with pytest.raises(EntitiesInvalid, match=r"holds no \*.json"):
        Policy.from_paths(tmp_path / "p.cedar", entities=tmp_path)
