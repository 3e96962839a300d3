"""What a worker may fetch without a policy's word: what the owner of the run gave to it, the time zones' data, and the
modules of the standard library that were not mapped ahead.

Loaded when the first of it is fetched, and each kind with the first of its kind. Nothing here is chosen by the script
but a name of a strict form.
"""

import errno
import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rexpy.broker.limits import Limits
from rexpy.wire.messages import Fetch

if TYPE_CHECKING:
    from rexpy.broker.module_path import ModulePath
    from rexpy.broker.standard_input import StandardInput
    from rexpy.broker.zones import Zones


class Supplies:
    """Answers the fetches of one run."""

    def __init__(
        self,
        *,
        stdin: bytes | int | None,
        module_path: tuple[tuple[str, str], ...],
        limits: Limits,
        on_module: Callable[[str, bytes], None] | None = None,
    ) -> None:
        """Take what was given; `on_module` is told the file and the source of each module before the worker is."""
        self._given = stdin
        self._on_module = on_module
        self._directories = module_path
        self._limits = limits
        self._stdin: StandardInput | None = None
        self._modules: ModulePath | None = None
        self._zones: Zones | None = None

    def close(self) -> None:
        """Let go of what is held open."""
        if self._modules is not None:
            self._modules.close()

    def answer(self, fetch: Fetch, worker: socket.socket) -> tuple[list[Any], bytes]:
        """Return the fields and the bytes of the reply. Raises OSError, LimitReached."""
        if fetch.what == "library":
            from rexpy.broker import library

            return library.read(fetch.name, fetch.number)
        if fetch.what == "stdin":
            return [], self._read(fetch.number, worker)
        if fetch.what == "module":
            return self._find(fetch.number, fetch.name)
        return self._zone(fetch.what, fetch.name)

    def _read(self, count: int, worker: socket.socket) -> bytes:
        if self._given is None:
            return b""
        if self._stdin is None:
            from rexpy.broker.standard_input import StandardInput

            self._stdin = StandardInput(self._given, self._limits.stdin_bytes)
        return self._stdin.read(count, worker)

    def _find(self, number: int, name: str) -> tuple[list[Any], bytes]:
        from rexpy.broker.module_path import MODULE, PACKAGE, ModulePath

        if self._modules is None:
            self._modules = ModulePath(self._directories, self._limits.script_bytes)
        try:
            kind, file, source = self._modules.find(number, name)
        except ValueError:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None
        if self._on_module is not None and kind in (MODULE, PACKAGE):
            self._on_module(file, source)
        return [kind, file], source

    def _zone(self, what: str, key: str) -> tuple[list[Any], bytes]:
        if self._zones is None:
            from rexpy.broker.zones import Zones

            self._zones = Zones()
        return [], self._zones.read(key) if what == "zone" else "\n".join(self._zones.names()).encode("ascii")
