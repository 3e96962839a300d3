"""What no policy can grant: the files that govern the run, the broker's own /proc entries, and files of many names.

These checks look at what was opened (device and inode), not at how it was spelt.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hostapi.grant import Entry
from hostapi.target import PathTarget
from hostapi.unchecked.paths import on_procfs, open_entry
from rexpy.errors import RunnerError

if TYPE_CHECKING:
    from rexpy.broker.trees import Trees

Inode = tuple[int, int]

MAX_LINKS = 40
"""The kernel's own bound (path_resolution(7))."""


class Reserved(NamedTuple):
    """What else is kept from a run: names, and files that it may not even look into.

    `names`: absolute paths; with them, whatever has their name and a dot at its beginning, beside them, cannot be made
    or changed, whether or not it is there yet. `secrets`: files.
    """

    names: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


NOTHING_RESERVED = Reserved()


class Guardrail:
    """The checks of one run. They apply after the policy has allowed, and before anything is done."""

    __slots__ = (
        "_closed",
        "_hard_links",
        "_names",
        "_own_pids",
        "_protected",
        "_root",
        "_secrets",
        "_trees",
        "ordinary",
    )

    def __init__(
        self,
        governing: Iterable[str],
        *,
        allow_hard_links: bool,
        own_pids: Callable[[], set[int]],
        trees: Sequence[str] = (),
        reserved: Reserved = NOTHING_RESERVED,
    ) -> None:
        """Protect the files and directories in `governing`, paths that exist now, and all that leads to them.

        `trees` are directories that are protected with all that is below them.

        Raises RunnerError when one cannot be looked at: what cannot be told apart cannot be protected.
        """
        self._hard_links = allow_hard_links
        self._own_pids = own_pids
        self._root = os.stat("/").st_dev
        # Invariant: devices of whose entries `check` has nothing to say as long as nothing is changed, whichever they
        # are. A check of single entries that is added there must keep this empty.
        self.ordinary: set[int] = set()
        self._protected: set[Inode] = set()
        self._closed: set[Inode] = set()
        self._secrets: set[Inode] = set()
        self._names: dict[Inode, list[str]] = {}
        self._trees: Trees | None = None
        if trees:
            from rexpy.broker import trees as loaded

            self._trees = loaded.Trees(trees)
        for path in (*governing, *trees):
            self._protect(os.path.abspath(path))
        for path in reserved.secrets:
            self._protect(os.path.abspath(path))
            seen = os.stat(path)
            self._secrets.add((seen.st_dev, seen.st_ino))
        for path in reserved.names:
            seen = os.stat(os.path.dirname(path))
            self._names.setdefault((seen.st_dev, seen.st_ino), []).append(os.path.basename(path))

    def _protect(self, path: str) -> None:
        try:
            for step in passed(path):
                seen = os.lstat(step)
                self._protected.add((seen.st_dev, seen.st_ino))
            # What was passed last is what the path means.
            if stat.S_ISDIR(seen.st_mode):
                self._closed.add((seen.st_dev, seen.st_ino))
        except OSError as error:
            raise RunnerError(f"{path!r} governs the run and cannot be looked at: {error.strerror}") from None

    def check(self, target: PathTarget, entry: Entry) -> None:
        """Raise PermissionError where the operation must not have this entry, whatever the policy says."""
        seen = entry.stat
        if seen is not None:
            device = seen.st_dev
            procfs = device not in self.ordinary and on_procfs(entry.fd)
            if procfs:
                self._check_process(entry.path)
            if self._secrets and (device, seen.st_ino) in self._secrets:
                raise _refusal("it is a key of this run's audit", entry.path)
            if not procfs and not self._secrets and self._lasts(device):
                self.ordinary.add(device)
        if target.at or target.changes:
            self._check_change(target, entry, seen)

    def _lasts(self, device: int) -> bool:
        """Whether the number means this file system as long as the run goes on.

        Threat: where a file system without a device of its own (major number 0: tmpfs, btrfs, NFS) is unmounted, the
        next one mounted gets its number, and may be procfs. Nobody unmounts what this process has as its root.
        """
        return os.major(device) != 0 or device == self._root

    def _check_change(self, target: PathTarget, entry: Entry, seen: os.stat_result | None) -> None:
        if target.at and self._closed:
            parent = os.fstat(entry.parent_fd)
            if (parent.st_dev, parent.st_ino) in self._closed:
                raise _refusal("what governs this run is loaded from this directory", entry.path)
        if self._trees is not None and self._trees.hold(entry, seen):
            raise _refusal("modules of this run are loaded from this directory", entry.path)
        if self._names:
            self._check_name(entry.path)
        if seen is None or not target.changes:
            return
        inode = (seen.st_dev, seen.st_ino)
        if inode in self._protected:
            raise _refusal("it governs this run, or holds what does", entry.path)
        if seen.st_nlink > 1 and stat.S_ISREG(seen.st_mode) and not target.links and not self._hard_links:
            raise _refusal(
                "it has several hard links, so its path does not tell what it is (--allow-hard-links)", entry.path
            )

    def _check_name(self, path: str) -> None:
        directory, _, name = path.rpartition("/")
        seen = os.stat(directory or "/")
        for reserved in self._names.get((seen.st_dev, seen.st_ino), ()):
            if name == reserved or name.startswith(f"{reserved}."):
                raise _refusal("it governs this run: the audit is kept under that name", path)

    def _check_process(self, path: str) -> None:
        # Threat: /proc/<broker>/mem, environ or fd would hand over what the broker knows and holds. Thread ids work as
        # well as process ids there, though no listing shows them.
        names = path.split("/")
        own = {str(pid) for pid in self._own_pids()} | set(os.listdir("/proc/self/task")) | {"self", "thread-self"}
        if not own.isdisjoint(names):
            raise _refusal("it belongs to rexpy's own processes", path)
        if not _tells_processes_apart(names):
            raise _refusal("it may belong to rexpy's own processes, which have other numbers there", path)


def passed(path: str) -> Iterator[str]:
    """Yield what a look-up of the absolute path passes: every directory, every link, and what is at its end."""
    at, links = "/", 0
    pending = path.split("/")
    yield at
    while pending:
        name = pending.pop(0)
        if name == "..":
            at = os.path.dirname(at)
        elif name not in ("", "."):
            step = os.path.join(at, name)
            yield step
            if os.path.islink(step):
                links += 1
                if links > MAX_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                target = os.readlink(step)
                pending = target.split("/") + pending
                at = "/" if target.startswith("/") else at
            else:
                at = step


def _tells_processes_apart(names: list[str]) -> bool:
    """Whether the proc file system that a path leads into numbers processes as this one does, or shows none there.

    Threat: that of another PID namespace has other numbers for the broker; a part of one, mounted elsewhere, has none.
    """
    prefixes = ("/".join(names[:count]) or "/" for count in range(1, len(names) + 1))
    root = next(filter(_is_procfs, prefixes), None)
    if root is None:
        return False
    self = os.path.join(root, "self")
    try:
        if os.readlink(self) == str(os.getpid()):
            return True
    except OSError:
        pass  # no such process there, or no such link: then it is no whole proc file system
    return os.path.islink(self) and not any(name.isdigit() for name in names)


def _is_procfs(path: str) -> bool:
    fd = open_entry(path)
    try:
        return on_procfs(fd)
    finally:
        os.close(fd)


def _refusal(reason: str, path: str) -> PermissionError:
    return PermissionError(errno.EACCES, f"Refused whatever the policy says: {reason}", path)
