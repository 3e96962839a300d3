"""The owner's own modules: the source of one, by its dotted name, from the directories that the run was given.

The broker reads it and passes it on; it is compiled in the worker, under the rules that hold for scripts.
"""

import errno
import os
from typing import Final

from rexpy.broker.beneath import is_directory, read_beneath

ABSENT: Final = 0
MODULE: Final = 1
PACKAGE: Final = 2
NAMESPACE: Final = 3

MAX_PARTS: Final = 16
"""Names in a dotted name; packages nested deeper than this are not written."""


class ModulePath:
    """The directories in their order, each held open from the first question on.

    # Invariant: only regular files `*.py` below a directory are read, without following a link that leads out of it.
    """

    def __init__(self, directories: tuple[tuple[str, str], ...], max_bytes: int) -> None:
        """Take pairs of a directory's real path and of how the caller named it, which is what tracebacks show."""
        self._roots: list[tuple[int, str]] = []
        self._max = max_bytes
        try:
            for path, shown in directories:
                self._roots.append((os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC), shown))
        except BaseException:
            # Threat: a worker asks again and again, and what is not made is closed by nobody else.
            self.close()
            raise

    def close(self) -> None:
        """Let the directories go."""
        for fd, _ in self._roots:
            os.close(fd)
        self._roots.clear()

    def find(self, number: int, name: str) -> tuple[int, str, bytes]:
        """Return what the dotted *name* is below directory *number*, its file as shown, and its source.

        Raises OSError where there is such a file and it cannot be read or must not be; ValueError for a name that
        can be no module's.
        """
        parts = name.split(".")
        if not 0 < len(parts) <= MAX_PARTS or len(name) > 255 or not all(map(str.isidentifier, parts)):
            raise ValueError("not a module's name")
        if number >= len(self._roots):
            raise ValueError("there is no such directory")
        root, shown = self._roots[number]
        base = "/".join(parts)
        for kind, path in ((PACKAGE, f"{base}/__init__.py"), (MODULE, f"{base}.py")):
            source = self._read(root, path)
            if source is not None:
                return kind, f"{shown}/{path}", source
        return (NAMESPACE, f"{shown}/{base}", b"") if is_directory(root, base) else (ABSENT, "", b"")

    def _read(self, root: int, path: str) -> bytes | None:
        try:
            source = read_beneath(root, path, self._max)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno in (errno.EXDEV, errno.ELOOP):
                raise OSError(error.errno, "a link leads out of the module path") from None
            raise
        if len(source) > self._max:
            raise OSError(errno.EFBIG, f"larger than {self._max} bytes (--max-script)")
        return source
