"""Each attack in `library/` reaches what it wants in plain CPython, and nothing in a worker without any seal.

The policy permits nothing, and every mechanism of the kernel's is waived: what holds is the language and the library
alone. An attack prints PWNED, and only once it holds a frame, a module, a traceback, something of the host, or has had
text executed.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import rexpy
from rexpy.seal.options import MECHANISMS

ATTACKS = sorted((Path(__file__).parent / "library").glob("*.py"))
NOT_HERE = {
    **({"enum_property_desc": "from 3.12 on"} if sys.version_info < (3, 12) else {}),
    **({"pprint_dataclass_field": "before 3.12"} if sys.version_info >= (3, 12) else {}),
    "uuid_hardware": "the address of this machine's hardware may not be found",
    "warnings_module_of_catch": "it is harmless by itself",
    "platform_host": "",
}


def without_a_seal(source: str, directory: Path, **options: object) -> rexpy.Result:
    """Run *source* with nothing permitted and nothing sealed."""
    return rexpy.run(source, policy="", cwd=directory, waive=MECHANISMS, filename="script.py", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_attack_fails_without_a_seal(path: Path, tmp_path: Path) -> None:
    result = without_a_seal(path.read_text(), tmp_path)
    assert result.exit_code != 125, result.error
    assert "PWNED" not in result.stdout + result.stderr.replace("print('PWNED')", "")


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_attack_works_in_cpython(path: Path, tmp_path: Path) -> None:
    if path.stem in NOT_HERE:
        pytest.skip(NOT_HERE[path.stem] or "it works on any host with a name")
    (tmp_path / "script.py").write_text(path.read_text())
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "script.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "PWNED" in done.stdout, done.stderr


def test_there_are_attacks() -> None:
    assert len(ATTACKS) > 40


HELPER = """
__all__ = ["public", "guard read", "__builtins__"]
public = 1
def call():
    return public._x if False else public
class Made:
    _private = 1
"""

ON_MODULES = {
    "its builtins": "leak(helper.__builtins__)",
    "its builtins by text": "leak(getattr(helper, '__buil' + 'tins__'))",
    "its builtins by a default": "leak(getattr(helper, '__buil' + 'tins__', None))",
    "its variables": "leak(vars(helper))",
    "its dict": "leak(helper.__dict__)",
    "its dict by text": "leak(getattr(helper, '__di' + 'ct__'))",
    "its loader": "leak(getattr(helper, '__loa' + 'der__', None))",
    "by object": "leak(object.__getattribute__(helper, '__buil' + 'tins__'))",
    "by its class": "leak(type(helper).__getattribute__(helper, '__buil' + 'tins__'))",
    "by the class's dict": "leak(type(helper).__dict__['__getattribute__'])",
    "by a format": "leak('{0.__builtins__}'.format(helper))",
    "by a pattern": "match helper:\n    case object(__builtins__=found):\n        leak(found)",
    "a guard in its variables": "setattr(helper, 'guard read', leak)\nhelper.call()\nleak('guard read' in dir(helper))",
    "a guard by object": "object.__setattr__(helper, 'guard read', leak)\nleak(True)",
    "a guard by its class": "type(helper).__setattr__(helper, 'guard read', leak)\nleak(True)",
    "other builtins": "setattr(helper, '__buil' + 'tins__', {})\nleak(True)",
    "other builtins by an import": "leak(__import__('helper', fromlist=['__buil' + 'tins__']).x)",
    "no builtins": "delattr(helper, '__buil' + 'tins__')\nleak(True)",
    "another name": "setattr(helper, '__na' + 'me__', 'json.encoder')\nleak(helper.__name__ == 'json.encoder')",
    "star of guards": "exec_star",
    "another class": "helper.__class__ = object\nleak(True)",
    "its class changed": "type(helper).__getattr__ = leak\nleak(True)",
    "a module of its class": "leak(type(helper)().public)",
    "a subclass of its class": "class M(type(helper)):\n    pass\nleak(M().__builtins__)",
    "its lookup on another object": "leak(type(helper).__getattribute__(leak, '__globals__'))",
    "the worker's modules": "import rexpy.worker\nleak(True)",
    "the worker's modules from": "from rexpy import worker\nleak(True)",
    "a real module as its attribute": "leak(helper.sys)",
    "the raw input": "import sys\nclass Evil:\n    def send_held(self):\n        print('PWNED')\nimport io\n"
    "raw = type(sys.stdin.buffer.raw)([Evil()], ended=False)\nio.BufferedReader(raw).read(1)",
    "the raw input's output": "import sys\nleak(sys.stdin.buffer.raw._streams)",
    "main by unittest": "import unittest\nleak(unittest.TestLoader().loadTestsFromName('__main__.__builtins__'))",
    "main's module in a loader": "import unittest, sys\nsys.argv[1:] = []\n"
    "class L(unittest.TestLoader):\n    def loadTestsFromModule(self, module, *a, **k):\n"
    "        leak(getattr(module, '__buil' + 'tins__', None))\n        return self.suiteClass()\n"
    "unittest.main(testLoader=L(), exit=False)",
}


@pytest.mark.parametrize("name", ON_MODULES)
def test_attack_on_a_module_of_the_owners_fails(name: str, tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "helper.py").write_text(HELPER)
    attack = ON_MODULES[name]
    if attack == "exec_star":
        source = "from helper import *\nprint('PWNED')"
    else:
        source = "import helper\ndef leak(value):\n    if value:\n        print('PWNED', value)\n" + textwrap.dedent(
            attack
        )
    result = without_a_seal(source, tmp_path, module_path=[tmp_path / "modules"], stdin="x")
    assert result.exit_code in (0, 1, 3), result.error
    assert "PWNED" not in result.stdout + result.stderr


def test_the_helper_is_there(tmp_path: Path) -> None:
    """Without this, an attack could fail because its module does."""
    (tmp_path / "helper.py").write_text(HELPER)
    source = "import helper\nprint(helper.public, helper.call(), helper.Made._private)"
    assert without_a_seal(source, tmp_path, module_path=[tmp_path]).stdout == "1 1 1\n"
