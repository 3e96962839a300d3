"""What `import` gives a script: every catalogued module after the seal, no real module, a clear error for the rest."""

import subprocess
import sys
from pathlib import Path

import pytest

from rexpy.worker.stdlib import modules, unavailable
from rexpy.worker.stdlib.closure import REFUSED
from tests.stdlib.running import printed, run

LATER = {
    (3, 12): {
        "ast": "ParamSpec TypeAlias TypeVar TypeVarTuple type_param",
        "calendar": "APRIL AUGUST DECEMBER Day FEBRUARY JANUARY JULY JUNE MARCH MAY Month NOVEMBER OCTOBER SEPTEMBER",
        "collections.abc": "Buffer",
        "csv": "QUOTE_NOTNULL QUOTE_STRINGS",
        "inspect": "markcoroutinefunction",
        "itertools": "batched",
        "logging": "getHandlerByName getHandlerNames",
        "posixpath": "isjunction splitroot",
        "random": "binomialvariate",
        "typing": "TypeAliasType override",
        "tokenize": "FSTRING_END FSTRING_MIDDLE FSTRING_START",
        "tarfile": "AbsoluteLinkError AbsolutePathError FilterError LinkOutsideDestinationError OutsideDestinationError "
        "SpecialFileError data_filter fully_trusted_filter tar_filter",
    },
    (3, 13): {
        "asyncio": "QueueShutDown",
        "base64": "z85decode z85encode",
        "configparser": "MultilineContinuationError UNNAMED_SECTION",
        "copy": "replace",
        "glob": "translate",
        "mimetypes": "guess_file_type",
        "pathlib": "UnsupportedOperation",
        "posixpath": "isdevdrive isreserved",
        "queue": "ShutDown",
        "re": "PatternError",
        "statistics": "kde kde_random",
        "typing": "NoDefault ReadOnly TypeIs",
    },
}
"""Names that came with a version of CPython; a name in the catalogue that is nowhere is a slip."""

GONE = {"configparser": "LegacyInterpolation SafeConfigParser", "hashlib": "pbkdf2_hmac"}
"""Names that a later version of CPython has no more, or not without OpenSSL, which is not loaded."""

FROM_311_PATCHES = {"tarfile", "posixpath"}


def test_every_module_imports_after_the_seal(tmp_path: Path) -> None:
    names = modules.available()
    source = "\n".join(f"import {name}\nprint({name}.__name__)" for name in names)
    assert printed(source, tmp_path).split() == [{"os.path": "posixpath"}.get(name, name) for name in names]


def test_every_catalogued_name_exists(tmp_path: Path) -> None:
    lines = [f"import {name}\nprint('{name}', *dir({name}))" for name in modules.CATALOGUE if name != "__future__"]
    there = {line.split()[0]: set(line.split()[1:]) for line in printed("\n".join(lines), tmp_path).splitlines()}
    for name, listed in modules.CATALOGUE.items():
        if listed == "*" or name in modules.SUBMODULE_ONLY or name == "__future__":
            continue
        missing = set(listed.split()) - there[name]
        for version, later in LATER.items():
            if sys.version_info < version or name in FROM_311_PATCHES:
                missing -= set(later.get(name, "").split())
        assert missing <= set(GONE.get(name, "").split()), f"{name}: {missing}"


WALK = r"""
import sys, types
sys.path.append(sys.argv[1])
sys.path += sys.argv[2].split(":")
import _io, os, posix
from rexpy.worker.stdlib.library import Library
from rexpy.worker.stdlib import modules
from rexpy.worker.stdlib.facade import Facade
from rexpy.worker.stdlib.closure import LATE
from rexpy.broker.library import read
import rexpy.worker.serve
from rexpy.worker.language.guards import read_attribute

HARMLESS = set("fspath strerror major minor makedev urandom getrandom ctermid waitstatus_to_exitcode".split())
real = {id(getattr(posix, name)): f"posix.{name}" for name in dir(posix)
        if callable(getattr(posix, name)) and not isinstance(getattr(posix, name), type)
        and name not in HARMLESS and not name.startswith(("W", "_path"))}
real |= {id(_io.open): "_io.open", id(_io.open_code): "_io.open_code", id(_io.FileIO): "_io.FileIO"}

files = {}
for name in LATE:
    for number in (0, 1):
        try:
            files[name, number] = read(name, number)
        except OSError:
            pass

class Silent:
    def ask(self, name, *arguments): raise OSError(2, "nothing there")
    def ask_into(self, buffer, name, *arguments): raise OSError(2, "nothing there")
    def cast(self, name, *arguments): pass
    def output(self, stream, text): pass
    def fetch(self, what, number=0, name=""):
        if what != "library" or (name, number) not in files:
            raise OSError(2, "nothing there")
        fields, content = files[name, number]
        return [*fields, content]

Library.preload()
library = Library(Silent(), cwd="/", argv=["script.py"], environ={})
queue = [(name, library.importer(name, ("*",), 0)) for name in modules.available()]
queue += list(library.builtins().items())
made = sys.modules
loop = made["asyncio"].new_event_loop()
queue += [("loop", loop), ("future", loop.create_future()), ("handle", loop.call_soon(print)),
          ("timer", loop.call_later(1, print)), ("runner", made["asyncio"].Runner()), ("lock", made["asyncio"].Lock()),
          ("tasks", made["asyncio"].Queue()), ("logger", made["logging"].getLogger("x")),
          ("record", made["logging"].makeLogRecord({})), ("handler", made["logging"].StreamHandler()),
          ("result", made["unittest"].TestResult()), ("testing", made["unittest"].TextTestRunner()),
          ("loader", made["unittest"].TestLoader()), ("suite", made["unittest"].TestSuite()),
          ("parser", made["optparse"].OptionParser()), ("values", made["optparse"].Values()),
          ("stdin", sys.stdin), ("raw", sys.stdin.buffer.raw), ("stdout", sys.stdout),
          ("account", made["rexpy.worker.stdlib.accounts"].struct_passwd("a", "x", 1, 1, "", "/", "/bin/sh")),
          ("timer of callables", made["rexpy.worker.stdlib.safe_timing"].Timer(print)),
          ("context", made["contextvars"].copy_context()), ("signature", made["inspect"].signature(print)),
          ("thread", made["rexpy.worker.stdlib.threads"].Thread(target=print)),
          ("pool", made["rexpy.worker.stdlib.safe_futures"].ThreadPoolExecutor()),
          ("task", made["rexpy.worker.stdlib.safe_futures"].ThreadPoolExecutor().submit(print)),
          ("event", made["threading"].Event()), ("condition", made["threading"].Condition()),
          ("local", made["rexpy.worker.stdlib.threads"].local()), ("queue", made["queue"].Queue()),
          ("mail", made["email"].message_from_string("A: b\n\nc")),
          ("message", made["email.message"].EmailMessage()), ("cookie", made["http.cookies"].SimpleCookie("a=b")),
          ("document", made["xml.dom.minidom"].parseString("<a b='c'>d</a>")),
          ("double", made["rexpy.worker.stdlib.mock_patch"].MagicMock(spec=["x"])),
          ("patcher", made["rexpy.worker.stdlib.mock_patch"].patch("__main__.x")),
          ("shell", made["cmd"].Cmd()), ("tree", made["ast"].parse("x = 1")),
          ("bound", made["inspect"].signature(lambda a: a).bind(1))]
seen, keep, found = set(), [], []
while queue:
    path, obj = queue.pop(0)
    if id(obj) in seen:
        continue
    seen.add(id(obj))
    keep.append(obj)
    if isinstance(obj, types.ModuleType) and not isinstance(obj, Facade):
        found.append(f"{path} is a module")
    if id(obj) in real:
        found.append(f"{path} is {real[id(obj)]}")
    if path.count(".") > 6 or type(obj) in (int, str, bytes, float, bool):
        continue
    for name in dir(obj):
        if name.startswith("_"):
            continue
        try:
            queue.append((f"{path}.{name}", read_attribute(obj, name)))
        except Exception:
            continue
left = [f"{name}.{key}" for name, module in sys.modules.items() if isinstance(module, types.ModuleType)
        and name not in ("posix", "_io", "sys", "_frozen_importlib_external", "importlib._bootstrap_external")
        for key, value in vars(module).items() if id(value) in real and (name, key) != ("os", "_exit")
        and not name.startswith("rexpy.") and name != "__main__"]
posix.write(1, "\n".join([str(len(seen)), *found, *(f"{entry} still is the real one" for entry in left)]).encode())
posix._exit(0)
"""


def test_no_chain_of_names_leads_to_a_module_or_a_real_primitive() -> None:
    root = Path(__file__).parents[2]
    packages = ":".join(path for path in sys.path if path.endswith("-packages"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", WALK, str(root), packages],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    count, *found = done.stdout.splitlines()
    assert int(count) > 3000, done.stderr
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "requests",
        "subprocess",
        "ctypes",
        "multiprocessing",
        "pickle",
        "builtins",
        "dis",
        "posix",
        "_io",
        "no_such_thing",
        "os.nothing",
        "urllib.request",
        "rexpy.api",
        "unittest.case",
        "http.client",
        "http.server",
        "sqlite3",
        "importlib.machinery",
        "xml.sax.handler",
        "xml.dom.pulldom",
        "email.mime.nothing",
        "asyncio.subprocess",
        "concurrent.futures.thread",
        "zoneinfo._tzpath",
        "__main__",
        "sys.modules",
        "json.scanner",
        "re._parser",
    ],
)
def test_what_is_not_there_says_so(name: str, tmp_path: Path) -> None:
    source = f"try:\n    import {name}\nexcept ModuleNotFoundError as error:\n    print(error.name, '|', error)"
    text = printed(source, tmp_path)
    assert f"module {name!r} is not available to scripts" in text
    advice = unavailable.ADVICE.get(name)
    if advice is not None:
        assert advice in text


def test_every_module_of_the_standard_library_is_there_or_has_what_serves_instead() -> None:
    jokes = {"antigravity", "msilib", "this"}
    names = {name for name in sys.stdlib_module_names if not name.startswith("_")} - jokes
    silent = {name for name in names if not modules.is_available(name) and name not in unavailable.ADVICE}
    assert silent == set()


@pytest.mark.parametrize(
    "statement",
    [
        "from json import scanner",
        "from json import codecs",
        "from os import sys",
        "from re import enum",
        "from collections import _sys",
        "from urllib import request",
        "from os import abc",
    ],
)
def test_import_from_finds_nothing_behind_the_facade(statement: str, tmp_path: Path) -> None:
    assert (
        printed(f"try:\n    {statement}\nexcept ImportError as error:\n    print('ImportError')", tmp_path)
        == "ImportError\n"
    )


def test_facades_are_read_only(tmp_path: Path) -> None:
    source = """
import json, os, sys
for statement in (lambda: setattr(json, "dumps", 1), lambda: setattr(os, "x", 1), lambda: delattr(os, "getcwd"),
                  lambda: setattr(sys, "argv", 1), lambda: os.sys, lambda: json.codecs, lambda: sys.modules["builtins"], lambda: sys._getframe):
    try:
        statement()
        print("done")
    except (AttributeError, KeyError) as error:
        print(error)
print(json.dumps({}), os.path.join("a", "b"))
"""
    lines = printed(source, tmp_path).splitlines()
    assert "done" not in lines
    assert lines[-1] == "{} a/b"


def test_imports_in_the_forms_of_python(tmp_path: Path) -> None:
    source = """
import os.path as p, xml.etree.ElementTree as ET, collections.abc, html.parser
from os import path, sep as s
from xml.etree import ElementTree
from collections.abc import Mapping
from math import *
import os
"""
    source += "print(p is path is os.path, ET is ElementTree, s, issubclass(dict, Mapping), sqrt(4), collections.abc.Mapping is Mapping)\n"
    assert printed(source, tmp_path) == "True True / True 2.0 True\n"


def test_a_script_that_imports_what_the_library_does_without_is_not_killed(tmp_path: Path) -> None:
    # Those that scripts may import as well get another module than the library would.
    tried = sorted(REFUSED - set(modules.available()))
    source = "\n".join(f"try:\n    import {name}\nexcept ImportError:\n    print('{name}')" for name in tried)
    assert run(source, tmp_path).stdout.split() == tried
    assert len(tried) > 20
