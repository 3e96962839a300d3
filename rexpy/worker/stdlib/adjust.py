"""What is changed in modules of the standard library once they are loaded, and why."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from rexpy.worker.stdlib import opening
from rexpy.worker.stdlib.buffers import TRUSTED_BUFFERS
from rexpy.worker.stdlib.refusals import refusal


def _copy(module: ModuleType) -> None:
    from rexpy.worker.stdlib.safe_copy import adjust_copy

    adjust_copy(module)


def _shutil(module: ModuleType) -> None:
    from rexpy.worker.stdlib.safe_shutil import adjust_shutil

    adjust_shutil(module)


def _logging(module: ModuleType) -> None:
    from rexpy.worker.stdlib.safe_logging import adjust_logging

    adjust_logging(module)


def _warnings(module: ModuleType) -> None:
    """Have warnings told once one is shown; what tells them is loaded then."""
    names: Any = module.__dict__
    show, show_plainly = names["_showwarnmsg"], names["_showwarnmsg_impl"]

    def first(message: Any) -> None:
        from rexpy.worker.stdlib.safe_logging import adjust_warnings

        names["_showwarnmsg"] = show
        adjust_warnings(module, show_plainly)
        names["_showwarnmsg"](message)

    names["_showwarnmsg"] = first


def _optparse(module: ModuleType) -> None:
    """Let no `dest=` name an attribute that the script may not read or write."""
    from rexpy.worker.language.ownership import declare_open

    names: Any = module.__dict__
    declare_open(names["Values"])
    # Threat: it reads option values from a module that it imports by name, or from a file that it executes.
    for method in ("read_module", "read_file"):
        setattr(names["Values"], method, refusal(f"optparse.Values.{method}", "set the attributes themselves"))
    _guard_names(names, names["OptionContainer"], names["Option"], names["HelpFormatter"])


def _getpass(module: ModuleType) -> None:
    """Know the user from the environment that the run was given; the account on the host is not the script's."""

    def getuser() -> str:
        """Return the user name that the environment gives. Raises OSError where it gives none."""
        for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            user = os.environ.get(name)
            if user:
                return user
        raise OSError("No username set in the environment: give the run one with --env USER=name")

    getuser.__module__ = "getpass"
    module.__dict__["getuser"] = getuser


def _pathlib(module: ModuleType) -> None:
    """Name the owner of a file from /etc/passwd and /etc/group, where the policy lets them be read."""
    names: Any = module.__dict__

    def owner(self: Any, *, follow_symlinks: bool = True) -> str:
        from rexpy.worker.stdlib.accounts import getpwuid

        return str(getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name)

    def group(self: Any, *, follow_symlinks: bool = True) -> str:
        from rexpy.worker.stdlib.accounts import getgrgid

        return str(getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name)

    names["Path"].owner, names["Path"].group = owner, group


def _unittest(function: str) -> Callable[[ModuleType], None]:
    def adjust(module: ModuleType) -> None:
        from rexpy.worker.stdlib import safe_unittest

        {
            "case": safe_unittest.adjust_case,
            "loader": safe_unittest.adjust_loader,
            "main": safe_unittest.adjust_main,
            "result": safe_unittest.adjust_result,
            "runner": safe_unittest.adjust_runner,
            "suite": safe_unittest.adjust_suite,
        }[function](module)

    return adjust


def _zones(function: str) -> Callable[[ModuleType], None]:
    def adjust(module: ModuleType) -> None:
        from rexpy.worker.stdlib import zones

        {"adjust_common": zones.adjust_common, "adjust_class": zones.adjust_class}[function](module)

    return adjust


def _uuid(module: ModuleType) -> None:
    """Make node numbers up: CPython asks programs of the host for a hardware address."""
    module.__dict__["_GETTERS"] = []


def _collections(module: ModuleType) -> None:
    """Let `__copy__` of the user's containers copy these, and nothing that says to be one."""
    for cls in (module.UserDict, module.UserList):
        cls.__copy__ = _of_instances(cls, cls.__copy__)


def _of_instances(cls: type, plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def __copy__(self: Any) -> Any:
        # Threat: it hands `self.__dict__` to what `self.__class__` makes; an alias of a class, a subclass of
        # types.GenericAlias or super, answers with that of the class.
        if cls not in type.__dict__["__mro__"].__get__(type(self)):
            raise TypeError(f"{cls.__name__}.__copy__() copies a {cls.__name__}")
        return plain(self)

    return __copy__


def _argparse(module: ModuleType) -> None:
    """Let no `dest=` name an attribute that the script may not read or write."""
    names: Any = module.__dict__
    _guard_names(names, names["_AttributeHolder"], names["_ActionsContainer"])


def _guard_names(names: dict[str, Any], *internal: type) -> None:
    """Have a module's getattr, hasattr, setattr and vars pass the guards, but for its objects of classes *internal*."""
    from rexpy.worker.language.guards import read_attribute, write_attribute
    from rexpy.worker.language.ownership import is_subclass

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

    def guarded_vars(obj: Any) -> Any:
        # Threat: Namespace.__eq__(object, namespace) hands each raw method of a class to the __eq__ of a value.
        return vars(obj) if is_internal(obj, "") else read_attribute(obj, "__dict__")

    names.update(getattr=guarded_getattr, hasattr=guarded_hasattr, setattr=guarded_setattr, vars=guarded_vars)


def _platform(module: ModuleType) -> None:
    """Answer what the interpreter was built for without asking the host; the host's name and release stay empty."""
    names: Any = module.__dict__
    system = "Darwin" if sys.platform == "darwin" else "Linux"
    machine = getattr(sys.implementation, "_multiarch", "").partition("-")[0]
    names["_uname_cache"] = names["uname_result"](system, "", "", "", machine)
    names["_Processor"].get = classmethod(lambda _: "")
    names["libc_ver"] = lambda *_args, **_options: ("", "")
    names["architecture"] = lambda *_args, **_options: (f"{struct.calcsize('P') * 8}bit", "")


def _linecache(module: ModuleType) -> None:
    from rexpy.worker.stdlib.safe_logging import adjust_linecache

    adjust_linecache(module)


def _traceback(module: ModuleType) -> None:
    """Print the script's own lines only, also where the library prints a traceback."""
    from rexpy.worker.stdlib import safe_various

    for name in ("format_exc", "format_exception", "format_stack", "print_exc", "print_exception", "print_stack"):
        module.__dict__[name] = getattr(safe_various, name)


def _tokenize(module: ModuleType) -> None:
    """Open source files as the script may; the module took the interpreter's `open` when the worker loaded
    it.
    """
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
    "collections": _collections,
    "bz2": _trusting("BZ2File"),
    "copy": _copy,
    "getpass": _getpass,
    "gzip": _trusting("GzipFile"),
    "linecache": _linecache,
    "logging": _logging,
    "lzma": _trusting("LZMAFile"),
    "optparse": _optparse,
    "pathlib" if sys.version_info < (3, 13) else "pathlib._local": _pathlib,
    "platform": _platform,
    "shutil": _shutil,
    "tarfile": _trusting("ExFileObject"),
    "tokenize": _tokenize,
    "traceback": _traceback,
    "unittest.case": _unittest("case"),
    "unittest.loader": _unittest("loader"),
    "unittest.main": _unittest("main"),
    "unittest.result": _unittest("result"),
    "unittest.runner": _unittest("runner"),
    "unittest.suite": _unittest("suite"),
    "uuid": _uuid,
    "warnings": _warnings,
    "zipfile": _trusting("ZipExtFile"),
    "zoneinfo._common": _zones("adjust_common"),
    "zoneinfo._zoneinfo": _zones("adjust_class"),
}
"""Module to what is done to it."""


def adjust_loaded(done: set[str]) -> None:
    """Adjust the modules that were loaded before the seal, each once."""
    for name, adjust in ADJUSTERS.items():
        module = sys.modules.get(name)
        if module is not None and name not in done:
            done.add(name)
            adjust(module)
