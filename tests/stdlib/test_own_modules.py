"""The owner's own modules: imported as CPython imports them, held to the script's rules, and out of a run's reach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import rexpy
from tests.stdlib.running import ALLOW

FILES = {
    "helper.py": """
        import json
        _private = 5
        names = ["a"]
        def show(x):
            return json.dumps({"x": x, "private": _private})
        def fail():
            return 1 / 0
        class Counter:
            def __init__(self):
                self._count = 3
            def get(self):
                return self._count
        """,
    "pkg/__init__.py": """
        "A package."
        from . import mod
        from .mod import value as renamed
        __all__ = ["mod", "late", "renamed"]
        """,
    "pkg/mod.py": "value = 7",
    "pkg/late.py": "print('late', __name__, __package__)\nmark = 1",
    "pkg/sub/__init__.py": "from ..mod import value\nfrom .deep import where",
    "pkg/sub/deep.py": "from .. import mod\nwhere = __name__",
    "pkg/beyond.py": "from ... import nothing",
    "spaced/portion.py": "found = __name__",
    "circle_a.py": "import circle_b\nx = 1",
    "circle_b.py": "from circle_a import x",
    "lazy.py": "def __getattr__(name):\n    if name == 'made':\n        return 'made on demand'\n    raise AttributeError(name)",
    "once.py": "print('once')",
    "broken.py": "def f(:\n    pass",
    "failing.py": "print('tried')\nraise RuntimeError('no')",
}

SCRIPT = """
import helper, pkg.mod, once, once as again
import pkg.sub.deep as deep
from pkg import *
from helper import show, _private, Counter
import helper as h
print(show(1), _private, h._private, helper.names, pkg.__doc__, renamed, pkg.mod.value, late.mark, mod is pkg.mod)
print(Counter().get(), Counter.__module__)
h._private = 9
h.extra = [1]
h.extra += [2]
h._private += 1
print(show(1), h.extra, hasattr(h, "extra"), hasattr(h, "missing"), "extra" in dir(h))
del h.extra
print(hasattr(helper, "extra"), getattr(helper, "none", "default"), deep.where, pkg.sub.where, pkg.sub.value)
import spaced.portion
print(spaced.portion.found)
import lazy
print(lazy.made)
for name in ("pkg.beyond", "nothing_like_it", "helper.x", "pkg.none"):
    try:
        __import__(name)
    except ImportError as error:
        print(name, type(error).__name__)
for statement in ("pkg.beyond",):
    try:
        import pkg.beyond
    except ImportError as error:
        print(error)
try:
    import helper.inner
except ModuleNotFoundError as error:
    print(error, error.name)
try:
    from helper import missing
except ImportError as error:
    print(str(error).partition(" (")[0])
try:
    import circle_a
except ImportError as error:
    print(str(error).rpartition(" (")[0])
for _ in range(2):
    try:
        import failing
    except RuntimeError as error:
        print(error)
try:
    import broken
except SyntaxError as error:
    print(error.lineno, error.text.strip())
def inner():
    from pkg.mod import value
    return value
print(inner())
try:
    lazy.other
except AttributeError as error:
    print(error)
"""


MODELS = """from __future__ import annotations
import enum, typing, abc, functools, collections, logging, contextlib, copy
from dataclasses import dataclass, field, KW_ONLY, InitVar
from typing import ClassVar, NamedTuple, Protocol, Generic, TypeVar
T = TypeVar("T")
@dataclass(order=True, frozen=True)
class P:
    x: int
    tags: list[str] = field(default_factory=list, compare=False)
    count: ClassVar[int] = 3
    _: KW_ONLY
    z: InitVar[int] = 5
    def __post_init__(self, z): pass
class Color(enum.Enum):
    RED = enum.auto()
class F(enum.Flag):
    A = 1; B = 2
class NT(NamedTuple):
    a: int
    b: str = "x"
NT2 = collections.namedtuple("NT2", "a b")
class Pr(Protocol):
    def f(self) -> int: ...
class G(Generic[T]):
    pass
class Base(abc.ABC):
    @abc.abstractmethod
    def go(self): ...
@functools.singledispatch
def show(x): return "obj"
@show.register(int)
def _(x: int): return "int"
@show.register(str)
def _s(x): return "str"
@functools.lru_cache
def cached(x): return x
@contextlib.contextmanager
def cm():
    yield 5
log = logging.getLogger(__name__)
class TD(typing.TypedDict):
    a: int
def warn():
    import warnings
    warnings.warn("from module"); log.warning("logged in module")
class Err(Exception): pass
def bad(): raise Err("oops")
"""

USES_MODELS = """import models
from models import *
print(P(1), P(1) < P(2), Color.RED, repr(Color.RED), F.A | F.B, NT(1), NT2(1, 2), type(G[int]()).__name__, show(1), show("s"), show(1.0), cached(2), TD(a=1))
print(P.__module__, NT.__module__, NT2.__module__, repr(models.P)[:40], models.Base.__abstractmethods__ if False else "")
with models.cm() as v: print(v)
class D(models.Base):
    def go(self): return super().__class__.__name__
print(D().go(), isinstance(D(), models.Base))
import copy; print(copy.deepcopy(P(3, ["a"])))
models.warn()
try: models.bad()
except models.Err as e: print(type(e), repr(e))
try: models.Base()
except TypeError as e: print(e)
"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    import textwrap

    base = tmp_path / "modules"
    for name, text in FILES.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(textwrap.dedent(text))
    return base


def run(script: object, modules: Path, **options: object) -> rexpy.Result:
    options = {"policy": ALLOW, "cwd": modules.parent, **options}
    return rexpy.run(script, module_path=[modules], **options)  # type: ignore[arg-type]


def test_imports_as_in_cpython(modules: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={"PYTHONPATH": str(modules)}, capture_output=True, text=True, check=True
    )
    result = run(SCRIPT, modules)
    assert result.exit_code == 0, result.error
    assert done.stdout.count("\n") > 20
    assert result.stdout.splitlines() == done.stdout.splitlines()


def test_what_a_module_defines_is_as_in_cpython(modules: Path) -> None:
    """Classes, data classes with annotations as text, warnings and loggers know the module that they are from."""
    (modules / "models.py").write_text(MODELS)
    done = subprocess.run(
        [sys.executable, "-c", USES_MODELS],
        env={"PYTHONPATH": str(modules)},
        capture_output=True,
        text=True,
        check=True,
    )
    result = run(USES_MODELS, modules)
    assert result.exit_code == 0, result.error
    assert done.stdout.count("\n") == 7
    assert (result.stdout, result.stderr) == (done.stdout, done.stderr)
    assert [(record.level, record.message) for record in result.logs] == [
        ("warning", "UserWarning: from module"),
        ("warning", "logged in module"),
    ]
    assert {record.line for record in result.logs} == {USES_MODELS.splitlines().index("models.warn()") + 1}


def test_a_traceback_shows_the_modules_own_lines_and_the_record_the_scripts(modules: Path) -> None:
    result = run("import helper\n\nhelper.fail()", modules, filename="script.py")
    assert result.error is not None
    assert result.error.traceback is not None
    lines = [line for line in result.error.traceback.splitlines() if line.strip(" ~^")]
    assert lines[1:5] == [
        '  File "script.py", line 3, in <module>',
        "    helper.fail()",
        f'  File "{modules}/helper.py", line 8, in fail',
        "    return 1 / 0",
    ]
    assert result.error.line == 3
    denied = run("import reader\nreader.read()", modules, policy="", filename="script.py")
    assert denied.exit_code == 1
    (modules / "reader.py").write_text("\n\n\ndef read():\n    return open('/etc/passwd').read()\n")
    denied = run("import reader\nreader.read()", modules, policy="", filename="script.py")
    assert denied.exit_code == 2
    assert denied.denials[0].line == 2


def test_modules_are_held_to_the_rules_of_scripts(modules: Path) -> None:
    (modules / "evil.py").write_text("x = 1\nprint(().__class__.__base__.__subclasses__.__globals__)\n")
    result = run("try:\n    import evil\nexcept SyntaxError as error:\n    print(error.lineno, error)", modules)
    assert result.stdout.startswith("2 attribute '__globals__'")
    (modules / "evil.py").write_text("eval('1')")
    assert run("import evil", modules).exit_code == 1
    (modules / "evil.py").write_text("print(open('/etc/passwd').read())")
    assert run("import evil", modules, policy="").exit_code == 2


def test_only_python_files_below_the_directory_are_read(modules: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("print('reached')")
    (modules / "linked.py").symlink_to(secret)
    (modules / "up.py").symlink_to("../secret.py")
    (modules / "inside.py").symlink_to("pkg/mod.py")
    (modules / "tree").symlink_to(tmp_path)
    os.mkfifo(modules / "pipe.py")
    (modules / "large.py").write_text("#" * (1 << 20) + "\n")
    (modules / "latin.py").write_bytes(b"# ok\nx = '\xe9'")
    source = """
for name in ("linked", "up", "inside", "tree.secret", "pipe", "large", "latin"):
    try:
        print(name, __import__(name).value)
    except Exception as error:
        print(name, type(error).__name__, str(error).partition(":")[0])
"""
    lines = run(source, modules, policy="").stdout.splitlines()
    assert lines == [
        "linked ImportError module 'linked' cannot be read",
        "up ImportError module 'up' cannot be read",
        "inside 7",
        "tree.secret ImportError module 'tree' cannot be read",
        "pipe ImportError module 'pipe' cannot be read",
        "large ImportError module 'large' cannot be read",
        "latin SyntaxError the module is not UTF-8 (latin.py, line 2)",
    ]


def test_a_module_never_takes_the_place_of_a_standard_one(modules: Path) -> None:
    for name in ("json", "ctypes", "subprocess", "rexpy", "encodings", "string"):
        (modules / f"{name}.py").write_text("print('shadowed')\nclass Formatter: pass\n")
    source = """
import json, string
print(json.dumps(1), string.digits)
for name in ("ctypes", "subprocess", "encodings"):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error.name)
"""
    assert run(source, modules).stdout.splitlines() == ["1 0123456789", "ctypes", "subprocess", "encodings"]


def test_a_run_cannot_change_its_modules(modules: Path) -> None:
    source = """
import os, shutil
tries = [lambda: open(base + "/helper.py", "w").write("x"), lambda: open(base + "/helper.py", "a").write("x"),
         lambda: open(base + "/new.py", "x").write("x"), lambda: os.unlink(base + "/pkg/mod.py"), lambda: os.mkdir(base + "/d"),
         lambda: os.rename(base, base + "2"), lambda: os.rename(base + "/pkg", base + "/q"), lambda: shutil.rmtree(base + "/pkg"),
         lambda: os.truncate(base + "/helper.py", 0), lambda: os.chmod(base + "/pkg/mod.py", 0o777), lambda: os.symlink("/", base + "/s"),
         lambda: os.rename("other", base + "/pkg/other.py"), lambda: shutil.copyfile("other", base + "/pkg/mod.py"),
         lambda: os.unlink("hard"), lambda: open("hard", "a").write("x"), lambda: open("way/helper.py", "r+").write("x")]
open("other", "w").close()
for number, attempt in enumerate(tries):
    try:
        attempt()
        print(number, "done")
    except PermissionError as error:
        assert "Refused whatever the policy says" in str(error), error
open("free", "w").write("x")
import helper
print(helper.show(1))
"""
    before = {path: path.read_bytes() for path in modules.rglob("*.py")}
    os.link(modules / "helper.py", modules.parent / "hard")
    (modules.parent / "way").symlink_to(modules)
    result = run(f"base = {str(modules)!r}\n" + source, modules, allow_hard_links=True)
    assert result.exit_code == 0, result.error
    assert result.stdout == '{"x": 1, "private": 5}\n'
    assert {path: path.read_bytes() for path in modules.rglob("*.py")} == before


def test_several_directories_in_their_order(modules: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "spaced").mkdir(parents=True)
    (other / "helper.py").write_text("second = 1")
    (other / "more.py").write_text("second = 2")
    (other / "spaced" / "far.py").write_text("second = 3")
    (other / "pkg").mkdir()
    (other / "pkg" / "only_there.py").write_text("")
    source = """
import helper, more, spaced.far, spaced.portion
print(hasattr(helper, "second"), more.second, spaced.far.second, spaced.portion.found)
try:
    import pkg.only_there
except ModuleNotFoundError as error:
    print(error)
"""
    result = rexpy.run(source, policy="", module_path=[modules, other])
    assert result.stdout == "False 2 3 spaced.portion\nNo module named 'pkg.only_there'\n"


def test_a_directory_runs_by_its_main(modules: Path) -> None:
    (modules / "__main__.py").write_text(
        "import helper, sys\nprint(__name__, helper.show(2), sys.argv[1:])\ntry:\n    from . import helper\n"
        "except ImportError as error:\n    print(error)\n"
    )
    result = rexpy.run(modules, policy=ALLOW, argv=["--x"])
    assert result.exit_code == 0, result.error
    assert result.stdout.splitlines() == [
        """__main__ {"x": 2, "private": 5} ['--x']""",
        "attempted relative import with no known parent package",
    ]
    assert rexpy.run("open('x', 'w')", policy=ALLOW, cwd=modules).exit_code == 0, (
        "without a module path it is a directory"
    )
    (modules / "x").unlink()
    (modules / "__main__.py").write_text("open('x', 'w')")
    assert "Refused whatever" in str(rexpy.run(modules, policy=ALLOW, cwd=modules).error)


def test_what_is_wrong_with_a_module_path_is_said(tmp_path: Path) -> None:
    with pytest.raises(rexpy.ArgumentsInvalid, match="not a directory"):
        rexpy.run("1", policy="", module_path=[tmp_path / "none"])
    with pytest.raises(rexpy.ArgumentsInvalid, match="at most 16"):
        rexpy.run("1", policy="", module_path=[tmp_path] * 17)
    with pytest.raises(rexpy.InputInvalid, match="cannot be read"):
        rexpy.run(tmp_path, policy="")


def test_the_library_costs_no_question(modules: Path) -> None:
    result = run("import json, re, os.path\nfrom collections import deque", modules)
    assert result.operations == {}
