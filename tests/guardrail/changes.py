"""Every way that an operation can change what is at a path, and what can be seen of a tree."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rexpy.broker.refusal import Refused
from tests.broker.doors import Door

Change = Callable[[Door, str], Any]


def _through(door: Door, opening: str, *arguments: Any) -> None:
    handle = door.ask(opening, *arguments)[0]
    try:
        door.ask("fs.write", handle, 0, b"EVIL")
        door.ask("fs.commit", handle)
    finally:
        door.handles.close(handle)


def spare(door: Door) -> str:
    """Return the path of a file that may be changed at will."""
    path = Path(os.environ["REXPY_TEST_SPARE"])
    path.write_text("EVIL")
    return str(path)


CHANGES: dict[str, Change] = {
    "write": lambda door, path: _through(door, "fs.open_write", path, False, False, False, False, 0o600),
    "append": lambda door, path: _through(door, "fs.open_write", path, True, False, False, True, 0o600),
    "empty": lambda door, path: _through(door, "fs.open_write", path, True, False, True, False, 0o600),
    "update": lambda door, path: _through(door, "fs.open_update", path, False, False, False, False, 0o600),
    "replace": lambda door, path: _through(door, "fs.open_replace", path, 0o600),
    "make": lambda door, path: _through(door, "fs.open_write", path, True, True, False, False, 0o600),
    "truncate": lambda door, path: door.ask("fs.truncate", path, 0),
    "copy over": lambda door, path: door.ask("fs.copy", spare(door), path),
    "rename over": lambda door, path: door.ask("fs.rename", spare(door), path),
    "rename a directory over": lambda door, path: door.ask("fs.rename", os.environ["REXPY_TEST_EMPTY"], path),
    "rename away": lambda door, path: door.ask("fs.rename", path, os.environ["REXPY_TEST_SPARE"] + "-gone"),
    "unlink": lambda door, path: door.ask("fs.unlink", path),
    "rmdir": lambda door, path: door.ask("fs.rmdir", path),
    "mkdir": lambda door, path: door.ask("fs.mkdir", path, 0o777),
    "symlink": lambda door, path: door.ask("fs.symlink", "/etc/passwd", path),
    "chmod": lambda door, path: door.ask("fs.chmod", path, 0o777, True),
    "chmod of a link": lambda door, path: door.ask("fs.chmod", path, 0o777, False),
    "chown": lambda door, path: door.ask("fs.chown", path, os.getuid(), os.getgid(), True),
    "chown of a link": lambda door, path: door.ask("fs.chown", path, os.getuid(), os.getgid(), False),
    "utime": lambda door, path: door.ask("fs.utime", path, 1, 1, False, True),
    "utime of a link": lambda door, path: door.ask("fs.utime", path, 1, 1, False, False),
}


def tried(change: Change, door: Door, path: str | Path) -> int | None:
    """Make a change; return the errno of what it met, 0 for a denial, None where it was made."""
    try:
        change(door, str(path))
    except Refused:
        return 0
    except OSError as error:
        return error.errno
    finally:
        door.handles.close_all()
    return None


def seen(*places: str | Path) -> dict[str, Any]:
    """Return all that can be seen of the places, and of what is below those that are directories; reads change nothing."""
    found: dict[str, Any] = {}
    for place in map(os.fspath, places):
        held = os.lstat(place)
        entries = sorted(os.listdir(place)) if os.path.isdir(place) and not os.path.islink(place) else None
        content = Path(place).read_bytes() if os.path.isfile(place) else None
        at = os.readlink(place) if os.path.islink(place) else None
        # Not: st_ctime and the number of links; another name of the same file may go, which changes both.
        found[place] = (
            held.st_ino,
            held.st_mode,
            held.st_uid,
            held.st_gid,
            held.st_mtime_ns,
            held.st_size,
            content,
            at,
            entries,
        )
        for name in entries or ():
            found |= seen(os.path.join(place, name))
    return found
