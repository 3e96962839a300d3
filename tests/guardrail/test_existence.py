"""Invariant: for a path that is not granted, every answer is the same whatever is there, or nothing."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hostapi.operation import Operation
from hostapi.registry import OPERATIONS
from tests.broker.doors import door
from tests.broker.runs import below, run

PATH_OPERATIONS = [operation for operation in OPERATIONS if any(p.kind == "path" for p in operation.parameters)]


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.fspath(path)) if len(os.fspath(path)) < 100 else os.mkfifo(path)


def _full(path: Path) -> None:
    path.mkdir()
    (path / "below").write_text("x")


THERE: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "a file": lambda path: path.write_text("content"),
    "a file of mode 0": lambda path: (path.touch(0), None),
    "an empty directory": lambda path: path.mkdir(),
    "a full directory": _full,
    "a link to a granted file": lambda path: path.symlink_to("../granted/file"),
    "a link to a granted directory": lambda path: path.symlink_to("../granted"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a FIFO": os.mkfifo,
    "a socket": _socket,
    "a file of two names": lambda path: (_other(path).write_text("x"), os.link(_other(path), path)),
}  # fmt: skip


def _other(path: Path) -> Path:
    return path.parent / "another"


def tree(base: Path) -> None:
    for name in ("granted", "secret"):
        (base / name).mkdir()
    (base / "granted" / "file").write_text("granted")
    (base / "granted" / "into").symlink_to("../secret/it")
    (base / "granted" / "beyond").symlink_to("../secret/it/below")
    (base / "granted" / "around").symlink_to("../secret/it/../../granted/file")
    (base / "granted" / "directly").symlink_to(base / "secret")


def arguments(operation: Operation, base: Path, position: int, path: str) -> list[Any]:
    """Return arguments with `path` for the path parameter at `position`, and granted ones for the other."""
    values: dict[str, Any] = {"str": "target", "int": 0o600, "bool": True}
    made: list[Any] = []
    for index, parameter in enumerate(operation.parameters):
        granted = base / "granted" / ("new" if parameter.name == "destination" else "file")
        made.append(path if index == position else str(granted) if parameter.kind == "path" else values[parameter.kind])
    return made


def answers(operation: Operation, base: Path, policy_text: str, paths: list[str]) -> list[Any]:
    found = []
    for path in paths:
        for position, parameter in enumerate(operation.parameters):
            if parameter.kind == "path":
                for flag in (True, False) if any(p.kind == "bool" for p in operation.parameters) else (True,):
                    given = [
                        flag if type(each) is bool else each for each in arguments(operation, base, position, path)
                    ]
                    held = door(policy_text)
                    found.append((path, position, flag, held.answer(operation.name, *given)))
                    held.handles.close_all()
    return found


@pytest.mark.parametrize("operation", PATH_OPERATIONS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("granted", ["", "open", "stat"], ids=["nothing", "open", "stat of another"])
def test_the_answer_is_the_same_whatever_is_there(operation: Operation, granted: str, tmp_path: Path) -> None:
    base = tmp_path / "base"
    policy_text = below(base / "granted")
    if granted == "open":
        # The directory may be opened, and even looked into by name; what is in it is still not granted.
        policy_text += (
            f'permit(principal, action == file_system::Action::"open", resource == file_system::Dir::"{base}/secret");'
        )
    elif granted == "stat":
        policy_text += f'permit(principal, action, resource == file_system::File::"{base}/secret/other");'
    secret, names = base / "secret" / "it", base / "granted"
    paths = [str(secret), str(secret / "below"), str(secret / "below" / "deep")]
    by_link = [
        str(names / "into"),
        str(names / "into" / "below"),
        str(names / "beyond"),
        str(names / "directly" / "it"),
        str(names / "directly" / "it" / "below"),
    ]
    seen: dict[str, Any] = {}
    for name, make in THERE.items():
        base.mkdir()
        tree(base)
        make(secret)
        got = answers(operation, base, policy_text, paths)
        assert all(answer[3][0] == "denied" for answer in got), (name, got)
        # What does not follow a link at the end works on the granted link itself, and says nothing of where it leads.
        got += [
            answer if answer[3][0] != "done" else (*answer[:3], "done")
            for answer in answers(operation, base, policy_text, by_link)
        ]
        seen[name] = got
        shutil.rmtree(base)
    for name, got in seen.items():
        assert got == seen["nothing"], name


@pytest.mark.parametrize("operation", PATH_OPERATIONS, ids=lambda operation: operation.name)
def test_dots_in_a_link_are_no_way_to_ask(operation: Operation, tmp_path: Path) -> None:
    """A script may make a link of any text; what comes of following it must not depend on what is not granted."""
    seen: dict[str, Any] = {}
    base = tmp_path / "base"
    for name, make in THERE.items():
        base.mkdir()
        tree(base)
        make(base / "secret" / "it")
        got = answers(operation, base, below(base / "granted"), [str(base / "granted" / "around")])
        # The times of the granted file differ from tree to tree.
        seen[name] = [(*answer[:3], answer[3][0] if answer[3][0] == "done" else answer[3]) for answer in got]
        shutil.rmtree(base)
    for name, got in seen.items():
        assert got == seen["nothing"], name


SCRIPT = """
def look(path):
    return [
        attempt(read, path), attempt(write, path, "x"), attempt(write, path, "x", "a"), attempt(write, path, "x", "r+"), attempt(os.stat, path),
        attempt(os.lstat, path), attempt(os.listdir, path), attempt(os.mkdir, path), attempt(os.unlink, path), attempt(os.rmdir, path),
        attempt(os.rename, path, path + "2"), attempt(os.chmod, path, 0o600), attempt(os.chown, path, -1, -1), attempt(os.truncate, path, 0),
        attempt(os.symlink, "x", path), attempt(os.readlink, path), attempt(shutil.copyfile, path, "/nowhere"), attempt(os.utime, path),
        attempt(os.statvfs, path), attempt(os.access, path, os.R_OK), attempt(os.path.exists, path), attempt(os.path.isdir, path),
        attempt(os.scandir, path), attempt(open, path, "x"), attempt(os.chdir, path), attempt(list, os.walk(path)),
    ]
[look(args["path"]), look(args["path"] + "/below"), look(args["link"])]
"""


def test_a_script_learns_nothing_either(tmp_path: Path) -> None:
    """Byte for byte: the type, errno, text, names and denial of each of its errors."""
    base = tmp_path / "base"
    seen: dict[str, Any] = {}
    for name in ("nothing", "a file", "a full directory", "a link to a granted file", "a FIFO"):
        base.mkdir()
        tree(base)
        THERE[name](base / "secret" / "it")
        given = {"path": str(base / "secret" / "it"), "link": str(base / "granted" / "directly" / "it")}
        result = run(SCRIPT, policy_text=below(base / "granted"), args=given)
        assert result.error is None, result.error
        seen[name] = result.value
        shutil.rmtree(base)
    for name, got in seen.items():
        assert got == seen["nothing"], name
    assert seen["nothing"][0][0][:2] == ["PermissionError", 13]
