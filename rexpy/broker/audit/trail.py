"""Where the records of one run go: every sink that was asked for, in one order, each before anybody acts."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from rexpy.broker.audit.chain import ChainFile
from rexpy.broker.audit.entry import AuditFailed, Chain, Entry
from rexpy.broker.audit.form import MAX_BATCH
from rexpy.broker.audit.options import OTEL, STDERR, AuditOptions, is_file
from rexpy.broker.audit.places import Unfit, read_key
from rexpy.errors import RunnerError


class Trail:
    """The opened sinks. A record is written once every sink has taken it, or AuditFailed is raised."""

    __slots__ = ("_chain", "_files", "_sinks")

    def __init__(self, options: AuditOptions, log: Callable[[str, Mapping[str, Any]], Entry]) -> None:
        """Open every sink of `options`, which were checked. Raises RunnerError where one cannot be used."""
        self._files: list[ChainFile] = []
        self._sinks: list[Any] = []
        try:
            key = _key(options.key)
            for name in options.targets:
                if is_file(name):
                    self._files.append(
                        ChainFile(
                            name,
                            log,
                            key=key,
                            max_size=options.max_size,
                            rotate_s=options.rotate_s,
                            keep=options.keep,
                        )
                    )
                elif name != OTEL:
                    self._sinks.append(_sink(name))
        except BaseException as error:
            self.close()
            if isinstance(error, AuditFailed):
                raise RunnerError(str(error)) from None
            raise
        self._chain: ChainFile | Chain = self._files[0] if self._files else Chain(key)

    @property
    def paths(self) -> list[str]:
        """The files that are written."""
        return [file.path for file in self._files]

    def write(self, *entries: Entry) -> None:
        """Write records everywhere. Raises AuditFailed: what is not recorded is not done."""
        if len(entries) > MAX_BATCH:
            self.write(*entries[:MAX_BATCH])
            self.write(*entries[MAX_BATCH:])
            return
        lines = self._chain.append(*entries)
        for file in self._files[1:]:
            file.append(*entries)
        for sink in self._sinks:
            for line, entry in zip(lines, entries, strict=True):
                sink.send(line, entry)

    def begin(self, entry: Entry) -> None:
        """Write a record of what comes first. Raises RunnerError: where that fails, nothing has been done."""
        try:
            self.write(entry)
        except AuditFailed as error:
            raise RunnerError(str(error)) from None

    def finish(self) -> None:
        """Bring what was written to files to the disk. Raises AuditFailed."""
        for file in self._files:
            file.finish()

    def close(self) -> None:
        """Close every sink."""
        for each in (*self._files, *self._sinks):
            each.close()


def _key(path: str | os.PathLike[str] | None) -> bytes | None:
    if path is None:
        return None
    try:
        return read_key(os.path.realpath(path))
    except (OSError, Unfit) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise AuditFailed(f"the audit key {os.fspath(path)!r} cannot be used: {said}") from None


def _sink(target: str) -> Any:
    from rexpy.broker.audit.sinks import Stderr, Syslog

    return Stderr() if target == STDERR else Syslog(target)
