"""`--env`, `--stdin`, `--module-path` and a directory as the script, as they are typed."""

from pathlib import Path

import pytest

from .command import rexpy
from .conftest import Put
from .test_inputs import refused

pytestmark = pytest.mark.usefixtures("sealed")


def test_variables_of_the_environment(put: Put, nothing: str) -> None:
    script = put("s.py", "import os\nprint(dict(os.environ))")
    given = ("--env", "A=1=2", "--env", "EMPTY=", "--env", "PASSED")
    ended = rexpy("run", "-p", nothing, *given, str(script), env={"PASSED": "on", "HIDDEN": "x"})
    assert ended.stdout == "{'A': '1=2', 'EMPTY': '', 'PASSED': 'on'}\n"


def test_variables_that_cannot_be_given(put: Put, nothing: str) -> None:
    script = str(put("s.py", "print('ran')"))
    refused("-p", nothing, "--env", "NOT_SET_HERE", script, said="give its value with --env NOT_SET_HERE=VALUE")
    refused("-p", nothing, "--env", "A=1", "--env", "A=2", script, said="A is given twice")
    refused("-p", nothing, "--env", "=x", script, said="cannot be in the environment")


def test_standard_input_is_passed_on_when_asked_to(put: Put, nothing: str) -> None:
    script = str(put("s.py", "import sys\nprint(repr(sys.stdin.read()))"))
    assert rexpy("run", "-p", nothing, "--stdin", script, stdin=b"a\nb").stdout == "'a\\nb'\n"
    assert rexpy("run", "-p", nothing, script, stdin=b"a\nb").stdout == "''\n"
    ended = rexpy("run", "-p", nothing, "--stdin", "--max-stdin", "2", script, stdin=b"a\nb")
    assert ended.returncode == 1
    assert "the script read more than 2 bytes of standard input (--max-stdin)" in ended.stderr
    refused("-p", nothing, "--stdin", "-", said="cannot both have standard input", code=64)


def test_modules_of_the_owners(put: Put, nothing: str, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    put("lib/helper.py", "def fail():\n    raise ValueError('from helper')\n")
    script = str(put("s.py", "import helper\n\nhelper.fail()"))
    ended = rexpy("run", "-p", nothing, "--module-path", "lib", script, cwd=tmp_path)
    assert ended.returncode == 1
    assert 'File "lib/helper.py", line 2, in fail\n      raise ValueError' in ended.stderr
    without = rexpy("run", "-p", nothing, script)
    assert "module 'helper' is not available to scripts" in without.stderr
    assert "--module-path" in without.stderr
    refused("-p", nothing, "--module-path", str(tmp_path / "none"), script, said="the module path is not a directory")


def test_a_directory_runs_by_its_main(put: Put, nothing: str, tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    put("tool/__main__.py", "import part, sys\nprint(part.name, sys.argv)\n1 / 0\n")
    put("tool/part.py", "name = __name__")
    ended = rexpy("run", "-p", nothing, "tool", "--", "x", cwd=tmp_path)
    assert ended.stdout == "part ['tool/__main__.py', 'x']\n"
    assert "3 | 1 / 0" in ended.stderr
    (tmp_path / "empty").mkdir()
    refused("-p", nothing, str(tmp_path / "empty"), said="the script cannot be read")


def test_metrics_and_alarms_are_told_when_asked_to(put: Put, nothing: str) -> None:
    source = (
        "from rexpy import alarm, metric\nmetric('files', 12)\nmetric('load', 0.5, unit='UNDEFINED', dimensions={'cpu': '1'})\n"
        "alarm('DiskFull', 'now\\x1b[31m')\nalarm('Quiet')\n"
    )
    script = str(put("s.py", source))
    ended = rexpy("run", "-p", nothing, "-v", script)
    for said in ("alarm DiskFull: now\\x1b[31m\n", "alarm Quiet\n", "metrics\n  files 12 COUNT\n  load 0.5 (cpu 1)\n"):
        assert said in ended.stderr
    assert "alarm" not in rexpy("run", "-p", nothing, script).stderr
