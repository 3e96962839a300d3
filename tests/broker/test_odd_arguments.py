"""Whatever values the arguments have, an operation answers or raises OSError: nothing else reaches the session."""

import os
from pathlib import Path
from typing import Any

import pytest

from hostapi.operation import Operation
from hostapi.registry import OPERATIONS
from hostapi.unchecked import paths
from tests.broker.doors import Door, door

NUMBERS = [-(1 << 63), -(1 << 31) - 1, -2, -1, 0, 1, 0o7777, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 40, (1 << 63) - 1]
TEXTS = ["", "\0", "a\0b", "\ud800", "\udcff", "x" * 5000, "/" * 5000, "..", "\n", "\x1b[31m", "ünï", "a/../b"]


def prepare(base: Path) -> dict[str, Path]:
    """Make one entry of each kind; return them by what they are."""
    made = {name: base / name for name in ("file", "directory", "link", "dangling", "loop", "fifo", "new")}
    made["file"].write_bytes(b"content")
    made["directory"].mkdir()
    made["link"].symlink_to("file")
    made["dangling"].symlink_to("nothing")
    made["loop"].symlink_to("loop")
    os.mkfifo(made["fifo"])
    return made


def sound(operation: Operation, held: Door, base: Path) -> list[Any]:
    """Return arguments that the operation takes."""
    values: dict[str, Any] = {
        "path": str(base / "file"),
        "hostname": "localhost",
        "str": "x",
        "int": 1,
        "bool": True,
        "bytes": b"x",
    }
    made = [values.get(parameter.kind) for parameter in operation.parameters]
    for index, parameter in enumerate(operation.parameters):
        if parameter.kind == "handle":
            listing = operation.name == "fs.list_more"
            made[index] = (
                held.ask("fs.open_update", str(base / "file"), True, False, False, False, 0o600)[0]
                if not listing
                else -1
            )
        if operation.name == "dns.resolve" and parameter.name == "timeout_ms":
            made[index] = 100
    return made


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_number_and_text_gets_an_answer(operation: Operation, tmp_path: Path) -> None:
    prepare(tmp_path)
    for index, parameter in enumerate(operation.parameters):
        odd: list[Any] = {"int": NUMBERS, "handle": NUMBERS, "str": TEXTS, "bool": [True, False]}.get(
            parameter.kind, []
        )
        for value in odd:
            held = door()
            arguments = sound(operation, held, tmp_path)
            if operation.name in ("fs.symlink", "fs.mkdir"):
                made = tmp_path / f"made{len(os.listdir(tmp_path))}"
                arguments = [
                    str(made) if p.kind == "path" else each
                    for p, each in zip(operation.parameters, arguments, strict=True)
                ]
            arguments[index] = value
            # Whatever else it raises than OSError and Refused fails the test: in a run it would end the broker.
            held.answer(operation.name, *arguments)
            held.handles.close_all()


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if any(p.kind == "path" for p in o.parameters)], ids=lambda o: o.name
)
@pytest.mark.parametrize("flag", [True, False])
def test_every_kind_of_entry_gets_an_answer(operation: Operation, flag: bool, tmp_path: Path) -> None:
    names = prepare(tmp_path)
    others = [
        "/",
        "/dev/null",
        "/dev/zero",
        "/proc/self/mem",
        str(tmp_path / "file" / "below"),
        str(tmp_path / "nothing" / "below"),
    ]
    for path in [*map(str, names.values()), *others]:
        if (
            os.access(path, os.W_OK)
            and not path.startswith(str(tmp_path))
            and operation.name not in ("fs.stat", "fs.access", "fs.list", "fs.statvfs", "fs.open_read", "fs.readlink")
        ):
            continue  # as root this would be done to the machine
        held = door()
        arguments: list[Any] = []
        for parameter in operation.parameters:
            if parameter.kind == "path":
                arguments.append(path if not arguments or parameter.name != "destination" else str(tmp_path / "other"))
            else:
                arguments.append({"int": 0o600, "bool": flag, "str": "target"}[parameter.kind])
        held.answer(operation.name, *arguments)
        held.handles.close_all()


def test_a_batch_of_descriptors_is_given_back(tmp_path: Path) -> None:
    prepare(tmp_path)
    held = door()
    before = len(os.listdir("/proc/self/fd"))
    for operation in OPERATIONS:
        for value in ("/nowhere/at/all", str(tmp_path / "loop"), str(tmp_path / "dangling"), str(tmp_path / "fifo")):
            held.answer(
                operation.name,
                *(
                    value
                    if p.kind == "path"
                    else {"int": 0, "bool": True, "str": "x", "handle": 7, "hostname": "localhost", "bytes": b""}[
                        p.kind
                    ]
                    for p in operation.parameters
                ),
            )
    held.handles.close_all()
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("path", ["/", "/etc", "/usr/lib", "/proc/self", "/nowhere", "/etc/passwd/below", "/dev/null"])
def test_the_walk_opens_what_openat2_opens(path: str) -> None:
    """The way of kernels before 5.6 refuses and reaches the same; on a kernel without openat2 both are the walk."""

    def outcome(opening: Any, *more: Any) -> Any:
        try:
            fd = opening(path, *more)
        except OSError as error:
            return error.errno
        try:
            held = os.fstat(fd)
            return held.st_dev, held.st_ino
        finally:
            os.close(fd)

    assert outcome(paths._walk, paths._ENTRY) == outcome(paths.open_entry)
    assert outcome(paths._walk, paths._DIRECTORY) == outcome(paths.open_directory)
