"""What a worker may fetch without a policy's word: what the owner of the run gave to it, and the time zones' data.

Loaded when the first of it is fetched. Nothing here is chosen by the script but a name of a strict form.
"""

import errno
import os
import socket
from typing import Any

from rexpy.broker.limits import Limits
from rexpy.broker.module_path import ModulePath
from rexpy.broker.standard_input import StandardInput
from rexpy.broker.zones import Zones
from rexpy.wire.messages import Fetch


class Supplies:
    """Answers the fetches of one run."""

    def __init__(self, *, stdin: bytes | int | None, module_path: tuple[tuple[str, str], ...], limits: Limits) -> None:
        self._stdin = None if stdin is None else StandardInput(stdin, limits.stdin_bytes)
        self._modules = ModulePath(module_path, limits.script_bytes)
        self._zones: Zones | None = None

    def close(self) -> None:
        """Let go of what is held open."""
        self._modules.close()

    def answer(self, fetch: Fetch, worker: socket.socket) -> tuple[list[Any], bytes]:
        """Return the fields and the bytes of the reply. Raises OSError, LimitReached."""
        if fetch.what == "stdin":
            return [], b"" if self._stdin is None else self._stdin.read(fetch.number, worker)
        if fetch.what == "module":
            try:
                kind, file, source = self._modules.find(fetch.number, fetch.name)
            except ValueError:
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None
            return [kind, file], source
        if self._zones is None:
            self._zones = Zones()
        if fetch.what == "zone":
            return [], self._zones.read(fetch.name)
        return [self._zones.names()], b""
