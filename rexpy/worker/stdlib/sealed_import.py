"""Imports after the seal: modules come from memory that was mapped before it, or from the broker; from nowhere else.

Mapping a compiled module costs a few microseconds and no memory until it is used; what a script imports is
unmarshalled when it asks. What few scripts import is not even mapped: the broker reads it when it is asked for.
Extension modules cannot be loaded after the seal, so those that scripts need are loaded ahead.
"""

from __future__ import annotations

import importlib
import posix
import struct
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib._bootstrap_external import MAGIC_NUMBER, SourceFileLoader
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib.state import WORKER

Adjuster = Callable[[ModuleType], None]

_TAG: Final = sys.implementation.cache_tag

_HEADER_SIZE: Final = 16
"""Bytes of a .pyc file's header (PEP 552); a file that is no longer holds no code."""


class Mapped:
    """The files of modules, mapped into memory before the seal."""

    def __init__(self) -> None:
        # Invariant: a mapping is never let go; see _map.
        self.files: dict[str, Any] = {}
        self.status: dict[str, dict[str, float]] = {}
        self.origins: dict[str, tuple[str, bool]] = {}

    def add(self, name: str, directory: str) -> bool:
        """Map the module *name* below *directory*; False where there is no such file."""
        base = f"{directory}/{name.replace('.', '/')}"
        for path, package in ((f"{base}.py", False), (f"{base}/__init__.py", True)):
            try:
                status = posix.stat(path)
            except OSError:
                continue
            folder, _, file = path.rpartition("/")
            # Not: cache_from_source, which computes this same name ten times as slowly.
            compiled = self._map(f"{folder}/__pycache__/{file[:-3]}.{_TAG}.pyc")
            # Without a current .pyc the source is compiled when it is asked for.
            stamp = struct.pack("<II", int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)
            current = compiled is not None and _is_current(compiled, stamp)
            if not current and self._map(path) is None:
                return False
            self.status[path] = {"mtime": status.st_mtime, "size": status.st_size}
            self.origins[name] = (path, package)
            return True
        return False

    def fetch(self, name: str) -> bool:
        """Have the broker read the module *name*; False where there is none."""
        try:
            path, package, time, size, compiled = WORKER.fetch("library", 0, name)
            stamp = struct.pack("<II", int(time) & 0xFFFFFFFF, size & 0xFFFFFFFF)
            if not _is_current(compiled, stamp):
                self.files[path] = WORKER.fetch("library", 1, name)[-1]
        except OSError:
            return False
        folder, _, file = path.rpartition("/")
        self.files[f"{folder}/__pycache__/{file[:-3]}.{_TAG}.pyc"] = compiled
        self.status[path] = {"mtime": time, "size": size}
        self.origins[name] = (path, package)
        return True

    def _map(self, path: str) -> Any:
        from mmap import MAP_PRIVATE, PROT_READ, mmap

        try:
            descriptor = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC)
        except OSError:
            return None
        try:
            if not posix.fstat(descriptor).st_size:
                content: Any = b""  # what mmap does not take; urllib/__init__.py is so
            elif sys.version_info >= (3, 13):
                content = mmap(descriptor, 0, MAP_PRIVATE, PROT_READ, trackfd=False)
            else:
                # mmap keeps a duplicate, the lowest free number; the seal wants no descriptor left, and the
                # mapping
                # needs none. Closing it here is safe because the object, which would close it again, never
                # dies.
                spare = posix.dup(descriptor)
                posix.close(spare)
                content = mmap(descriptor, 0, MAP_PRIVATE, PROT_READ)
                posix.close(spare)
        except (OSError, ValueError):
            return None
        finally:
            posix.close(descriptor)
        self.files[path] = content
        return content


def _is_current(compiled: Any, stamp: bytes) -> bool:
    """Return whether CPython's loader will take the .pyc *compiled* for the source whose time and size are *stamp*."""
    header = compiled[:_HEADER_SIZE]
    if len(header) < _HEADER_SIZE or header[:4] != MAGIC_NUMBER:
        return False
    if header[4:8] != bytes(4):
        # Hash-based: only those that say that they need no check can do without the source.
        return bool(header[4] == 1)
    return bool(header[8:16] == stamp)


class MappedLoader(SourceFileLoader):
    """CPython's own loader, reading what was mapped instead of files, and making what it loaded safe."""

    def __init__(self, name: str, path: str, mapped: Mapped, adjusters: Mapping[str, Adjuster]) -> None:
        super().__init__(name, path)
        self._mapped = mapped
        self._adjusters = adjusters

    def get_data(self, path: str) -> Any:
        """Return the mapped content of *path*; raises OSError where nothing was mapped."""
        try:
            return self._mapped.files[path]
        except KeyError:
            raise OSError(f"{path} is not there after the seal") from None

    def path_stats(self, path: str) -> Mapping[str, Any]:
        """Return the modification time and size that *path* had before the seal."""
        try:
            return self._mapped.status[path]
        except KeyError:
            raise OSError(f"{path} is not there after the seal") from None

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then what this package changes of it."""
        super().exec_module(module)
        adjust = self._adjusters.get(module.__name__)
        if adjust is not None:
            adjust(module)


MADE: Final = {
    "asyncio": "rexpy.worker.stdlib.safe_asyncio",
    "socket": "rexpy.worker.stdlib.sockets",
    "zoneinfo._tzpath": "rexpy.worker.stdlib.zones",
}
"""Modules that this package makes in place of CPython's, and what makes each."""


class MadeLoader:
    """Makes a module of this package's when something imports it, the library's own modules included."""

    def __init__(self, maker: str) -> None:
        self._maker: Any = maker

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module."""
        self._maker = importlib.import_module(self._maker)
        module: ModuleType = self._maker.make_module()
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Do what can only be done once the module is known by its name."""
        fill = getattr(self._maker, "fill_module", None)
        if fill is not None:
            fill(module)


class SealedFinder:
    """The only finder after the seal: mapped modules, frozen ones, and the built-in ones that need no
    system.
    """

    def __init__(
        self, mapped: Mapped, adjusters: Mapping[str, Adjuster], refused: Iterable[str], late: Iterable[str]
    ) -> None:
        self._mapped = mapped
        self._adjusters = adjusters
        self._refused = frozenset(refused)
        self._late = frozenset(late)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module *name* comes from, or None: then the import fails without touching a
        file.
        """
        if name in self._refused:
            return None
        if name in MADE:
            return ModuleSpec(name, MadeLoader(MADE[name]), is_package=name == "asyncio")  # type: ignore[arg-type]
        known = self._mapped.origins.get(name)
        if known is None and name in self._late and self._mapped.fetch(name):
            known = self._mapped.origins[name]
        if known is not None:
            origin, package = known
            loader = MappedLoader(name, origin, self._mapped, self._adjusters)
            spec = ModuleSpec(name, loader, origin=origin, is_package=package)
            spec.has_location = True
            if package:
                spec.submodule_search_locations = [origin.rpartition("/")[0]]
            return spec
        return BuiltinImporter.find_spec(name) or FrozenImporter.find_spec(name)
