"""Wrong usage ends with 64 and says what was meant; help needs nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from rexpy.cli.commands import COMMANDS
from rexpy.cli.main import run

from .command import ROOT, environment, rexpy
from .conftest import Put


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "there is no command 'rnu'; did you mean 'run'?"),
        (["script.py"], "rexpy run -p POLICY script.py"),
        (["--verson"], "--version"),
        (["run"], "SCRIPT"),
        (["run", "s.py"], "no policy was given"),
        (["run", "s.py"], "-p/--policy"),
        (["run", "s.py"], "policies/log_report.cedar"),
        (["run", "-p", "a.cedar", "--polcy", "b", "s.py"], "--policy"),
        (["run", "-p", "a.cedar", "s.py", "--days", "3"], "SCRIPT -- --days"),
        (["run", "-p", "a.cedar", "-o", "jsn", "s.py"], "did you mean 'json'?"),
        (["run", "-p", "a.cedar", "--waive", "seccom", "s.py"], "did you mean 'seccomp'?"),
        (["run", "-p", "a.cedar", "--require", "x", "s.py"], "mount_namespace"),
        (["run", "-p", "a.cedar", "--waive", "seccomp", "--require", "seccomp", "s.py"], "both waived and required"),
        (["run", "-p", "a.cedar", "--timeout", "0", "s.py"], "more than 0"),
        (["run", "-p", "a.cedar", "--max-memory", "1MB", "s.py"], "256M"),
        (["run", "-p", "a.cedar", "--max-calls", "many", "s.py"], "--max-calls"),
        (["run", "-p", "a.cedar", "--arg", "days", "s.py"], "NAME=VALUE"),
        (["run", "-p", "a.cedar", "--dns-server", "dns.example", "s.py"], "by its address"),
        (["api", "fs.renam"], "did you mean 'fs.rename'?"),
        (["api", "--schema", "fs"], "--schema takes no NAME"),
        (["check"], "SCRIPT"),
        (["doctor", "--require", "landlok"], "did you mean 'landlock'?"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 64
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in " ".join(captured.err.split())


def test_wrong_usage_in_a_process_of_its_own() -> None:
    ended = rexpy("run", "--nothing")
    assert (ended.returncode, ended.stdout) == (64, "")
    assert "Traceback" not in ended.stderr


def test_a_message_about_an_argument_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["api", "\x1b[31m"]) == 64
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    said = capsys.readouterr().out
    assert "Usage: rexpy" in said
    # A newcomer sees at least one command to try.
    assert "rexpy run" in said or f"  rexpy {arguments[0]} " in said


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("rexpy ")


def test_a_command_is_imported_when_it_is_used() -> None:
    program = "import sys; from rexpy.cli.main import run; run(['--help']); print([m for m in sys.modules if 'cedar' in m or m.startswith(('rich', 'hostapi', 'rexpy.cli.run'))])"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True, cwd=ROOT
    )
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("sealed")
def test_a_run_that_goes_well_imports_no_rich(put: Put, nothing: str, tmp_path: Path) -> None:
    script = put("script.py", "print('well')")
    program = f"import sys; from rexpy.cli.main import run; run(['run', '-p', {nothing!r}, {str(script)!r}]); print([m for m in sys.modules if m.startswith(('rich', 'dns', 'json.tool'))])"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True, cwd=tmp_path
    )
    assert ended.stdout.splitlines() == ["well", "[]"]
