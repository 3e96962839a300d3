"""What is changed in modules of the standard library once they are loaded, and why."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any, Final

from rexpy.worker.language import guards
from rexpy.worker.language import ownership as who
from rexpy.worker.stdlib import entries, opening
from rexpy.worker.stdlib.buffers import TRUSTED_BUFFERS


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
    """Name the owner of a file from /etc/passwd and /etc/group, where the policy lets them be read; find a path's real
    one by a single question.
    """
    names: Any = module.__dict__

    def owner(self: Any, *, follow_symlinks: bool = True) -> str:
        from rexpy.worker.stdlib.accounts import getpwuid

        return str(getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name)

    def group(self: Any, *, follow_symlinks: bool = True) -> str:
        from rexpy.worker.stdlib.accounts import getgrgid

        return str(getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name)

    names["Path"].owner, names["Path"].group = owner, group
    if sys.version_info < (3, 13):
        # Later ones take what `os.path.realpath` says; these ask once more whether it was a loop.
        names["Path"].resolve = entries.resolve


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


def _typing(module: ModuleType) -> None:
    """Have a type's alias read and write attributes of the class behind it as the script itself may."""
    # Threat: a subclass's object is an alias of whatever it says, whose names are then read and set unguarded.
    alias = module.__dict__["_BaseGenericAlias"]
    alias.__getattr__ = rebound(alias.__getattr__, getattr=guards.read_attribute)
    alias.__setattr__ = rebound(alias.__setattr__, setattr=guards.write_attribute)


def _enum(module: ModuleType) -> None:
    """Let members take no other class's attributes away, and look no name up that the script may not read."""
    names: Any = module.__dict__
    names["property"].__get__ = rebound(names["property"].__get__, getattr=guards.read_attribute)
    member = names["_proto_member"]
    place: Callable[[Any, type, str], None] = member.__set_name__

    def __set_name__(self: Any, enum_class: type, member_name: str) -> None:
        # Threat: it deletes and sets a name of the script's choice in a class of its choice.
        if who.class_dict(enum_class).get(member_name) is not self:
            raise TypeError("a member belongs to the enumeration that is being made")
        place(self, enum_class, member_name)

    member.__set_name__ = __set_name__


def _codecs(module: ModuleType) -> None:
    """Have streams forward to the file below them what the script itself may read of that."""
    for name in ("StreamReader", "StreamReaderWriter", "StreamRecoder", "StreamWriter"):
        module.__dict__[name].__getattr__.__defaults__ = (guards.read_attribute,)


def rebound(function: Any, **names: Any) -> Any:
    """Return *function* with *names* in front of its module's."""
    variables = {**function.__globals__, **names}
    made = FunctionType(function.__code__, variables, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__, made.__qualname__ = function.__kwdefaults__, function.__qualname__
    return made


def _names(function: str) -> Callable[[ModuleType], None]:
    def adjust(module: ModuleType) -> None:
        from rexpy.worker.stdlib import safe_names

        adjusters: dict[str, Callable[[ModuleType], None]] = {
            "argparse": safe_names.adjust_argparse,
            "configparser": safe_names.guard_names,
            "optparse": safe_names.adjust_optparse,
            "pprint": safe_names.adjust_pprint,
            "tarfile": safe_names.adjust_tarfile,
            "tempfile": safe_names.adjust_tempfile,
            "weakref": safe_names.adjust_weakref,
            "zipfile": safe_names.adjust_zipfile,
            "email._policybase": safe_names.adjust_policy,
            "email.generator": safe_names.adjust_generator,
        }
        adjusters.get(function, safe_names.guard_names)(module)

    return adjust


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


def _queue(module: ModuleType) -> None:
    from rexpy.worker.stdlib.threads import adjust_queue

    adjust_queue(module)


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


_BY_NAMES: Final = (
    "argparse", "cmd", "configparser", "email._policybase", "email.generator", "email.message", "optparse", "pprint",
    "tarfile", "tempfile", "weakref", "xml.dom.xmlbuilder",
)  # fmt: skip
ADJUSTERS: Final[dict[str, Callable[[ModuleType], None]]] = {
    "bz2": _trusting("BZ2File"),
    "codecs": _codecs,
    "collections": _collections,
    "copy": _copy,
    "enum": _enum,
    "getpass": _getpass,
    "gzip": _trusting("GzipFile"),
    "linecache": _linecache,
    "logging": _logging,
    "lzma": _trusting("LZMAFile"),
    "pathlib" if sys.version_info < (3, 13) else "pathlib._local": _pathlib,
    "platform": _platform,
    "queue": _queue,
    "shutil": _shutil,
    "tokenize": _tokenize,
    "traceback": _traceback,
    "typing": _typing,
    "unittest.case": _unittest("case"),
    "unittest.loader": _unittest("loader"),
    "unittest.main": _unittest("main"),
    "unittest.result": _unittest("result"),
    "unittest.runner": _unittest("runner"),
    "unittest.suite": _unittest("suite"),
    "uuid": _uuid,
    "warnings": _warnings,
    "zipfile" if sys.version_info < (3, 12) else "zipfile._path": _names("zipfile"),
    **({} if sys.version_info < (3, 12) else {"zipfile": _trusting("ZipExtFile")}),
    "zoneinfo._common": _zones("adjust_common"),
    "zoneinfo._zoneinfo": _zones("adjust_class"),
    **{name: _names(name) for name in _BY_NAMES},
}
"""Module to what is done to it."""


def adjust_loaded(done: set[str]) -> None:
    """Adjust the modules that were loaded before the seal, each once."""
    for name, adjust in ADJUSTERS.items():
        module = sys.modules.get(name)
        if module is not None and name not in done:
            done.add(name)
            adjust(module)
