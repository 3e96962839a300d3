"""One case an operation: what it is done to, what must be granted for it, how its effect shows."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Need = tuple[str, str, str]
"""(action, entity type, id), relative paths below the case's directory, "" for the directory itself."""


@dataclass(frozen=True)
class Case:
    """`arguments` may be computed after `prepare`; `first` names operations that give the handle, with theirs."""

    arguments: Callable[[Path], list[Any]]
    needs: tuple[Need, ...]
    shows: Callable[[Path, list[Any]], bool]
    first: tuple[str, Callable[[Path], list[Any]]] | None = None
    granted_first: tuple[Need, ...] = ()


def at(*names: str) -> Callable[[Path], list[Any]]:
    return lambda base: [str(base / name) for name in names]


def below(base: Path, needs: tuple[Need, ...]) -> list[tuple[str, str, str]]:
    return [(action, kind, str(base / name) if kind != "Hostname" else name) for action, kind, name in needs]


DIR: Need = ("open", "Dir", "")
READING = (DIR, ("open", "File", "plain"), ("read", "File", "plain"))
REDACTED = (DIR, ("open", "File", "plain"), ("redacted_read", "File", "plain"))
WRITING = (DIR, ("open", "File", "plain"), ("write", "File", "plain"))
MAKING = (DIR, ("open", "File", "new"), ("write", "File", "new"), ("create", "File", "new"))


def tree(base: Path) -> None:
    """Make what the cases work on."""
    (base / "plain").write_bytes(b"old content\n")
    os.chmod(base / "plain", 0o640)
    (base / "lines").write_bytes(b"some line\n" * 20_000)
    (base / "large").write_bytes(b"x" * 70_000)
    (base / "dir").mkdir()
    (base / "dir" / "inner").write_bytes(b"inner")
    (base / "empty").mkdir()
    os.symlink("plain", base / "link")


OPEN_NEW = [False, False, False, False, 0o600]


CASES: dict[str, list[Case]] = {
    "fs.open_read": [Case(at("plain"), READING, lambda base, got: got[1:] == [True, b"old content\n"])],
    "fs.load": [
        Case(at("plain"), READING, lambda base, got: got == [-1, b"old content\n"]),
        Case(at("large"), (DIR, ("open", "File", "large"), ("read", "File", "large")), lambda base, got: got[0] == 0 and got[1] == b"x" * 65536),
    ],
    "fs.load_redacted": [
        Case(at("plain"), REDACTED, lambda base, got: got == [-1, b"[REDACTED]\n"]),
        Case(at("lines"), (DIR, ("open", "File", "lines"), ("redacted_read", "File", "lines")), lambda base, got: got[0] == 0),
    ],
    "fs.more_redacted": [Case(lambda base: [], (), lambda base, got: got[1].startswith(b"[REDACTED]\n"), first=("fs.load_redacted", at("lines")),
                              granted_first=(DIR, ("open", "File", "lines"), ("redacted_read", "File", "lines")))],
    "fs.open_write": [
        Case(lambda base: [str(base / "plain"), *OPEN_NEW], WRITING, lambda base, got: got[1] == 12),
        Case(lambda base: [str(base / "new"), True, False, False, False, 0o600], MAKING,
             lambda base, got: stat.S_IMODE((base / "new").stat().st_mode) == 0o600),
    ],
    "fs.open_update": [
        Case(lambda base: [str(base / "plain"), *OPEN_NEW], (*WRITING, ("read", "File", "plain")), lambda base, got: got[1] == 12),
        Case(lambda base: [str(base / "new"), True, True, False, False, 0o600], (*MAKING, ("read", "File", "new")),
             lambda base, got: (base / "new").exists()),
    ],
    "fs.open_replace": [
        Case(lambda base: [str(base / "plain"), 0o600], WRITING, lambda base, got: (base / "plain").read_bytes() == b"old content\n"),
        Case(lambda base: [str(base / "new"), 0o600], MAKING, lambda base, got: not (base / "new").exists()),
    ],
    "fs.commit": [
        Case(lambda base: [], (), lambda base, got: (base / "new").read_bytes() == b"", first=("fs.open_replace", lambda base: [str(base / "new"), 0o600]),
             granted_first=MAKING),
        Case(lambda base: [], (), lambda base, got: (base / "plain").read_bytes() == b"" and stat.S_IMODE((base / "plain").stat().st_mode) == 0o640,
             first=("fs.open_replace", lambda base: [str(base / "plain"), 0o600]), granted_first=WRITING),
    ],
    "fs.close": [
        Case(lambda base: [], (), lambda base, got: not (base / "new").exists(), first=("fs.open_replace", lambda base: [str(base / "new"), 0o600]),
             granted_first=MAKING),
    ],
    "fs.read": [Case(lambda base: [4, 7], (), lambda base, got: got == [b"content"], first=("fs.open_read", at("plain")), granted_first=READING)],
    "fs.write": [
        Case(lambda base: [4, b"CONTENT"], (), lambda base, got: got == [11] and (base / "plain").read_bytes() == b"old CONTENT\n",
             first=("fs.open_write", lambda base: [str(base / "plain"), *OPEN_NEW]), granted_first=WRITING),
        Case(lambda base: [-1, b"more"], (), lambda base, got: got == [16] and (base / "plain").read_bytes() == b"old content\nmore",
             first=("fs.open_write", lambda base: [str(base / "plain"), *OPEN_NEW]), granted_first=WRITING),
    ],
    "fs.ftruncate": [Case(lambda base: [3], (), lambda base, got: (base / "plain").read_bytes() == b"old",
                          first=("fs.open_write", lambda base: [str(base / "plain"), *OPEN_NEW]), granted_first=WRITING)],
    "fs.sync": [Case(lambda base: [], (), lambda base, got: got == [], first=("fs.open_write", lambda base: [str(base / "plain"), *OPEN_NEW]), granted_first=WRITING)],
    "fs.fstat": [Case(lambda base: [], (("stat", "File", "plain"),), lambda base, got: got[6] == 12, first=("fs.open_read", at("plain")), granted_first=READING)],
    "fs.stat": [
        Case(lambda base: [str(base / "plain"), True], (DIR, ("stat", "File", "plain")), lambda base, got: got[6] == 12),
        Case(lambda base: [str(base / "dir"), True], (("open", "Dir", "dir"), ("stat", "Dir", "dir")), lambda base, got: stat.S_ISDIR(got[0])),
        Case(lambda base: [str(base / "link"), False], (DIR, ("stat", "File", "link")), lambda base, got: stat.S_ISLNK(got[0])),
        Case(lambda base: [str(base / "link"), True], (DIR, ("stat", "File", "link"), ("stat", "File", "plain")), lambda base, got: got[6] == 12),
    ],
    "fs.realpath": [
        Case(at("plain"), (DIR, ("stat", "File", "plain")), lambda base, got: got == [str(base / "plain"), True]),
        Case(at("dir"), (("open", "Dir", "dir"), ("stat", "Dir", "dir")), lambda base, got: got == [str(base / "dir"), True]),
        Case(at("new"), (DIR, ("stat", "File", "new")), lambda base, got: got == [str(base / "new"), False]),
        Case(at("link"), (DIR, ("stat", "File", "link"), ("read", "File", "link"), ("stat", "File", "plain")),
             lambda base, got: got == [str(base / "plain"), True]),
    ],
    "fs.access": [Case(lambda base: [str(base / "plain"), 4], (DIR, ("stat", "File", "plain")), lambda base, got: got == [True])],
    "fs.statvfs": [Case(at("dir"), (("open", "Dir", "dir"), ("stat", "Dir", "dir")), lambda base, got: got[0] == os.statvfs(base).f_bsize)],
    "fs.list": [Case(at("dir"), (("open", "Dir", "dir"), ("read", "Dir", "dir")), lambda base, got: got == [-1, "inner", "f"])],
    "fs.list_more": [Case(lambda base: [], (), lambda base, got: got[0] == -1 and len(got[2]) == got[1].count("/") + 1 == 76, first=("fs.list", at("many")),
                          granted_first=(("open", "Dir", "many"), ("read", "Dir", "many")))],
    "fs.mkdir": [Case(lambda base: [str(base / "made"), 0o700], (DIR, ("create", "Dir", "made")), lambda base, got: (base / "made").is_dir())],
    "fs.unlink": [
        Case(at("plain"), (DIR, ("delete", "File", "plain")), lambda base, got: not (base / "plain").exists()),
        Case(at("link"), (DIR, ("delete", "File", "link")), lambda base, got: not os.path.lexists(base / "link") and (base / "plain").exists()),
    ],
    "fs.rmdir": [Case(at("empty"), (DIR, ("delete", "Dir", "empty")), lambda base, got: not (base / "empty").exists())],
    "fs.rename": [
        Case(at("plain", "moved"), (DIR, ("move", "File", "plain"), ("create", "File", "moved")), lambda base, got: (base / "moved").read_bytes() == b"old content\n"),
        Case(at("plain", "dir/inner"), (DIR, ("open", "Dir", "dir"), ("move", "File", "plain"), ("create", "File", "dir/inner"), ("delete", "File", "dir/inner")),
             lambda base, got: (base / "dir" / "inner").read_bytes() == b"old content\n"),
        Case(at("dir", "empty"), (DIR, ("move", "Dir", "dir"), ("create", "Dir", "empty"), ("delete", "Dir", "empty")),
             lambda base, got: (base / "empty" / "inner").exists()),
    ],
    "fs.chmod": [
        Case(lambda base: [str(base / "plain"), 0o600, True], (DIR, ("chmod", "File", "plain")), lambda base, got: stat.S_IMODE((base / "plain").stat().st_mode) == 0o600),
        Case(lambda base: [str(base / "dir"), 0o700, True], (("open", "Dir", "dir"), ("chmod", "Dir", "dir")), lambda base, got: stat.S_IMODE((base / "dir").stat().st_mode) == 0o700),
    ],
    "fs.chown": [Case(lambda base: [str(base / "plain"), os.getuid(), -1, True], (DIR, ("chown", "File", "plain")), lambda base, got: got == [])],
    "fs.utime": [Case(lambda base: [str(base / "plain"), 1_000_000_000, 2_000_000_000, False, True], (DIR, ("write", "File", "plain")),
                      lambda base, got: (base / "plain").stat().st_mtime_ns == 2_000_000_000),
                 Case(lambda base: [str(base / "dir"), 1_000_000_000, 2_000_000_000, False, True], (("open", "Dir", "dir"), ("chmod", "Dir", "dir")),
                      lambda base, got: (base / "dir").stat().st_mtime_ns == 2_000_000_000)],
    "fs.truncate": [Case(lambda base: [str(base / "plain"), 3], WRITING, lambda base, got: (base / "plain").read_bytes() == b"old")],
    "fs.symlink": [Case(lambda base: ["plain", str(base / "made")], (DIR, ("create", "File", "made")), lambda base, got: os.readlink(base / "made") == "plain")],
    "fs.readlink": [Case(at("link"), (DIR, ("read", "File", "link")), lambda base, got: got == ["plain"])],
    "fs.copy": [
        Case(at("plain", "dir/inner"), (*READING, ("open", "Dir", "dir"), ("open", "File", "dir/inner"), ("write", "File", "dir/inner")),
             lambda base, got: got == [12] and (base / "dir" / "inner").read_bytes() == b"old content\n"),
        Case(at("plain", "new"), (*READING, *MAKING[1:]), lambda base, got: (base / "new").read_bytes() == b"old content\n"),
    ],
    "dns.resolve": [Case(lambda base: ["localhost", 4, 1000], (("resolve_hostname", "Hostname", "localhost"),), lambda base, got: "127.0.0.1" in got[0])],
}  # fmt: skip
