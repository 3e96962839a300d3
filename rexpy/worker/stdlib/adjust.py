"""What is changed in modules of the standard library once they are loaded, and why."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib.buffers import TRUSTED_BUFFERS
from rexpy.worker.stdlib.files import MAX_TRANSFER
from rexpy.worker.stdlib.paths import canonical, exact_text
from rexpy.worker.stdlib.state import WORKER


def _copy(module: ModuleType) -> None:
    from rexpy.worker.stdlib.safe_copy import adjust_copy

    adjust_copy(module)


def _shutil(module: ModuleType) -> None:
    """Let the broker copy files: their content need not come to the worker and go back."""
    names: Any = module.__dict__
    same_file: type[OSError] = names["SameFileError"]

    def copyfile(src: Any, dst: Any, *, follow_symlinks: bool = True) -> Any:
        """Copy the content of the file *src* to *dst*, in the broker."""
        source, target = exact_text(src), exact_text(dst)
        here, there = canonical(source), canonical(target)
        if here == there:
            raise same_file(f"{src!r} and {dst!r} are the same file")
        if not follow_symlinks and os.path.islink(source):
            os.symlink(os.readlink(source), target)
            return dst
        try:
            WORKER.ask("fs.copy", here, there)
        except OSError as error:
            error.filename = {here: source, there: target}.get(error.filename, error.filename)
            raise error from None
        return dst

    names.update(copyfile=copyfile, _USE_CP_SENDFILE=False, COPY_BUFSIZE=MAX_TRANSFER)


def _logging(module: ModuleType) -> None:
    """Read the attributes that a `{`-style format names as the script itself may."""
    from rexpy.worker.language.guards import safe_format

    def format_record(self: Any, record: Any) -> str:
        defaults = getattr(self, "_defaults", None)
        return safe_format(self._fmt, (), {**(defaults or {}), **record.__dict__})

    module.__dict__["StrFormatStyle"]._format = format_record


def _argparse(module: ModuleType) -> None:
    """Let no `dest=` name an attribute that the script may not read or write."""
    from rexpy.worker.language.guards import read_attribute, write_attribute
    from rexpy.worker.language.ownership import is_subclass

    names: Any = module.__dict__
    internal: tuple[type, ...] = (names["_AttributeHolder"], names["_ActionsContainer"])
    missing = object()

    def is_internal(obj: object, name: object) -> bool:
        plain = type(name) is str and not (name.startswith("__") and name.endswith("__"))
        return plain and any(is_subclass(type(obj), base) for base in internal)

    def guarded_getattr(obj: Any, name: str, default: Any = missing) -> Any:
        try:
            return getattr(obj, name) if is_internal(obj, name) else read_attribute(obj, name)
        except AttributeError:
            if default is missing:
                raise
            return default

    def guarded_hasattr(obj: Any, name: str) -> bool:
        nothing = object()
        return guarded_getattr(obj, name, nothing) is not nothing

    def guarded_setattr(obj: Any, name: str, value: Any) -> None:
        if is_internal(obj, name):
            setattr(obj, name, value)
        else:
            write_attribute(obj, name, value)

    names.update(getattr=guarded_getattr, hasattr=guarded_hasattr, setattr=guarded_setattr)


def _platform(module: ModuleType) -> None:
    """Answer the platform's name without asking the host, and nothing else of it."""
    system = "Darwin" if sys.platform == "darwin" else "Linux"
    module.__dict__["_uname_cache"] = module.__dict__["uname_result"](system, "", "", "", "")


def _linecache(module: ModuleType) -> None:
    """Show no lines of the worker's own files, and ask no policy for the script's."""
    plain: Callable[..., list[str]] = module.__dict__["updatecache"]
    own = (os.path.dirname(os.__file__) + "/", __file__.partition("/rexpy/")[0] + "/rexpy/", "<")

    def updatecache(filename: str, module_globals: Any = None) -> list[str]:
        if filename == WORKER.script or filename.startswith(own):
            return []
        return plain(filename)

    module.__dict__["updatecache"] = updatecache


def _traceback(module: ModuleType) -> None:
    """Print the script's own lines only, also where the library prints a traceback."""
    from rexpy.worker.stdlib import safe_various

    for name in ("format_exc", "format_exception", "print_exc", "print_exception"):
        module.__dict__[name] = getattr(safe_various, name)


def _tokenize(module: ModuleType) -> None:
    """Open source files as the script may; the module took the interpreter's `open` when the worker loaded
    it.
    """
    from rexpy.worker.stdlib import opening

    module.__dict__["_builtin_open"] = opening.open


def compression_layers() -> set[type]:
    """Return the classes, of the modules that are loaded, whose objects write a trailer when they are closed."""
    archives = getattr(sys.modules.get("zipfile"), "ZipFile", None)
    return {kind for kind in TRUSTED_BUFFERS if kind.__module__ in ("gzip", "bz2", "lzma")} | (
        {archives} if archives is not None else set()
    )


def _trusting(*names: str) -> Callable[[ModuleType], None]:
    def adjust(module: ModuleType) -> None:
        TRUSTED_BUFFERS.update(module.__dict__[name] for name in names)

    return adjust


ADJUSTERS: Final[dict[str, Callable[[ModuleType], None]]] = {
    "argparse": _argparse,
    "bz2": _trusting("BZ2File"),
    "copy": _copy,
    "gzip": _trusting("GzipFile"),
    "linecache": _linecache,
    "logging": _logging,
    "lzma": _trusting("LZMAFile"),
    "platform": _platform,
    "shutil": _shutil,
    "tarfile": _trusting("ExFileObject"),
    "tokenize": _tokenize,
    "traceback": _traceback,
    "zipfile": _trusting("ZipExtFile"),
}
"""Module to what is done to it."""


def adjust_loaded(done: set[str]) -> None:
    """Adjust the modules that were loaded before the seal, each once."""
    for name, adjust in ADJUSTERS.items():
        module = sys.modules.get(name)
        if module is not None and name not in done:
            done.add(name)
            adjust(module)
