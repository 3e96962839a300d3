"""What a script may import and use: read this first.

preload()            before the seal: extension modules loaded, the rest mapped
Library(channel, …)  after it: primitives replaced for good, imports served from memory only
importer, builtins   what the language layer gives to the script
finish, abandon      the end: files that were left open are published, or thrown away
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import posix
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rexpy.worker.stdlib import opening, streams
from rexpy.worker.stdlib.adjust import ADJUSTERS, adjust_loaded, compression_layers
from rexpy.worker.stdlib.buffers import TextIOWrapper
from rexpy.worker.stdlib.closure import ENCODINGS, EXTENSIONS, LATE, MAPPED, OWN_MODULES, REFUSED
from rexpy.worker.stdlib.install import Primitives
from rexpy.worker.stdlib.modules import Modules
from rexpy.worker.stdlib.safe_various import set_locale
from rexpy.worker.stdlib.sealed_import import Mapped, SealedFinder
from rexpy.worker.stdlib.state import WORKER

Importer = Callable[[str, Sequence[str], int], Any]

LOCAL_TIME: Final = b":/etc/localtime"
"""The C library reads the zone's file again whenever TZ is unset; named so, it compares the name and does
not.
"""


class _Prepared:
    """What `Library.preload` leaves for the library that is made after the seal."""

    def __init__(self) -> None:
        self.primitives = Primitives()
        self.mapped = Mapped()
        self.adjusted: set[str] = set()


_prepared: _Prepared | None = None


class Library:
    """Serves one script its modules, its builtins and its open files."""

    def __init__(
        self, channel: Any, *, cwd: str, argv: Sequence[str], args: Mapping[str, Any] | None = None,
        environ: Mapping[str, str] | None = None, stdin: bool = False, module_path: Sequence[str] = (),
        redacted: bool = False, place: Sequence[str] = ("", ""),
    ) -> None:  # fmt: skip
        """Connect the replaced primitives to *channel* and close the import system.

        *argv* is the whole of `sys.argv`; *cwd* is absolute and canonical; *stdin* says whether the run was given a
        standard input, *module_path* how the directories of the owner's modules are called; *redacted* whether some
        policy may let it read a file redacted; *place* where the script lies, as it was named and without links.
        *args* is not used here.
        """
        Library.preload()
        assert _prepared is not None
        WORKER.ask, WORKER.ask_into = channel.ask, channel.ask_into
        WORKER.cast, WORKER.output = channel.cast, channel.output
        WORKER.fetch, WORKER.channel = channel.fetch, channel
        WORKER.cwd = WORKER.home = cwd
        WORKER.place, WORKER.real_place = place
        WORKER.script = argv[0] if argv else "<script>"
        WORKER.abandoned = False
        WORKER.redacted = redacted
        self._primitives = _prepared.primitives
        self._primitives.install()
        os.environ.clear()
        os.environ.update(environ or {})
        self._streams = [streams.OutputStream(streams.STDOUT), streams.OutputStream(streams.STDERR)]
        streams.HeldOutput(channel, *self._streams)
        stdin_ = streams.InputStream(self._streams, given=stdin)
        standard = dict(zip(("stdout", "stderr"), self._streams, strict=True), stdin=stdin_)
        vars(sys).update(standard, **{f"__{name}__": stream for name, stream in standard.items()})
        sys.argv = list(argv)
        _close_imports(_prepared)
        self._modules = Modules(sys.argv, self._primitives.os_names)
        self._module_path = tuple(module_path)

    @staticmethod
    def preload() -> None:
        """Load and map all that a script may import; without effect when it was done before.

        To be called before the seal. Nothing is replaced yet: the seal needs the real `os`.
        """
        global _prepared
        if _prepared is not None:
            return
        prepared = _Prepared()
        for name in EXTENSIONS:
            try:
                importlib.import_module(name)
            except ImportError:
                continue
        _map_modules(prepared.mapped)
        _settle_time_and_locale()
        _prepared = prepared

    def importer(self, name: str, fromlist: Sequence[str] | None = None, level: int = 0) -> object:
        """Return what an import statement gets of the library: a facade, never a real module."""
        return self._modules.import_module(name, tuple(fromlist or ()), level)

    def script_importer(self, builtins: Mapping[str, object]) -> Importer:
        """Return what the script's import statements call; modules of the owner's get *builtins* as the script does."""
        if not self._module_path:
            return self.importer
        from rexpy.worker.stdlib.own_modules import OwnModules

        return OwnModules(self._module_path, self.importer, builtins).importer(None)

    def run_in(self, namespace: dict[str, Any]) -> None:
        """Know the script's own variables, which `unittest.main` looks through."""
        WORKER.namespace = namespace

    def builtins(self) -> dict[str, object]:
        """Return the builtins that touch the system, in their mediated form."""
        return {"open": opening.open, "print": builtins.print, "input": streams.ask_line}

    def finish(self) -> None:
        """Close what the script left open, in the order of opening, and send what it printed.

        To be called when the script has ended, in whatever way: called while an exception that carries a denial
        or a spent limit is on its way out, it abandons instead. Raises the first error of a file that could not be
        published, unless the script failed by itself; the others are closed all the same.
        """
        ending = sys.exc_info()[1]
        turns: Any = sys.modules.get("rexpy.worker.stdlib.turns")
        if turns is not None and getattr(ending, "limit", None) is None:
            try:
                turns.run_rest()
            except BaseException:
                self.abandon()
                raise
        exits: Any = sys.modules.get("rexpy.worker.stdlib.safe_atexit")
        if exits is not None and getattr(ending, "limit", None) is None:
            exits.run_registered()
        # Invariant: a run that is denied or out of its limits publishes nothing half-written.
        if getattr(ending, "denial", None) is not None or getattr(ending, "limit", None) is not None:
            self.abandon()
            return
        errors: list[BaseException] = []
        _run_finalizers(errors)
        if WORKER.writers:
            _close_layers(errors)
        for reference in list(WORKER.writers.values()):
            file = reference()
            if file is not None:
                try:
                    file.close()
                except Exception as error:  # every file is closed, the first error is told
                    errors.append(error)
        self._flush()
        if errors and (ending is None or isinstance(ending, SystemExit)):
            raise errors[0]

    def abandon(self) -> None:
        """Give up: files opened to be replaced stay what they were; what was printed is sent."""
        WORKER.abandoned = True
        WORKER.writers.clear()
        self._flush()

    def _flush(self) -> None:
        for stream in (*self._streams, sys.stdout, sys.stderr):
            flush = getattr(stream, "flush", None)
            if stream in self._streams and flush is not None:
                try:
                    flush()
                except ValueError:
                    continue


def _run_finalizers(errors: list[BaseException]) -> None:
    finalize: Any = getattr(sys.modules.get("weakref"), "finalize", None)
    if finalize is not None and finalize._registry:
        # tempfile.TemporaryDirectory removes what is left of it here.
        try:
            finalize._exitfunc()
        except Exception as error:
            errors.append(error)


def _close_layers(errors: list[BaseException]) -> None:
    """Close compressed files and archives that nobody closed, as CPython does at its exit: they write trailers."""
    gc.collect()
    kinds = compression_layers()
    if not kinds:
        return
    objects = gc.get_objects()
    texts = [thing for thing in objects if isinstance(thing, TextIOWrapper) and type(thing.buffer) in kinds]
    for layer in (*texts, *(thing for thing in objects if type(thing) in kinds)):
        try:
            layer.close()
        except Exception as error:  # told with the others
            errors.append(error)


def _map_modules(mapped: Mapped) -> None:
    directory = os.path.dirname(os.__file__)
    # Not: __package__'s own file; the packages of rexpy are beside each other.
    here = __file__.rpartition("/rexpy/")[0]
    for name in (*MAPPED, *(f"encodings.{name}" for name in ENCODINGS)):
        if name not in sys.modules:
            mapped.add(name, directory)
    for name in OWN_MODULES:
        if name not in sys.modules:
            mapped.add(name, here)


def _settle_time_and_locale() -> None:
    if b"TZ" not in posix.environ:
        posix.putenv(b"TZ", LOCAL_TIME)
    time.tzset()
    time.localtime()
    locale: Any = sys.modules.get("_locale") or importlib.import_module("_locale")
    # Threat: the C library opens locale archives; after the seal that ends the run.
    locale.setlocale = set_locale


def _close_imports(prepared: _Prepared) -> None:
    sys.modules.pop("socket", None)
    for name in REFUSED:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.meta_path[:] = [SealedFinder(prepared.mapped, ADJUSTERS, REFUSED, LATE)]
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
    # Invariant: after the import system is closed, since an adjuster may import.
    adjust_loaded(prepared.adjusted)
