"""Assume breach: unrestricted Python with ctypes in a sealed worker can do nothing but talk on the wire."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attacks
import breach
import pytest
from attacks import Attack

from rexpy.seal import abi
from rexpy.seal.options import SealOptions

ABI = abi.current()
ROOT = Path(__file__).resolve().parents[2]


def _number(attack: Attack) -> int:
    assert ABI is not None
    if isinstance(attack.call, int):
        return attack.call
    if attack.call not in ABI.numbers:
        pytest.skip(f"{ABI.name} has no {attack.call}")
    return ABI.numbers[attack.call]


def _recorded(outcome: breach.Outcome) -> bool:
    assert outcome.report is not None
    return "reported by number" in outcome.report.of("seccomp").detail


@pytest.fixture
def place() -> Iterator[Path]:
    """A file that attacks aim at: its content, mode and neighbours must not change."""
    path = Path(attacks.PLACE)
    path.write_text("untouched")
    path.chmod(0o644)
    before = path.stat()
    yield path
    after = path.stat()
    assert path.read_text() == "untouched"
    assert (after.st_mode, after.st_mtime_ns, after.st_ino, after.st_nlink) == (
        before.st_mode,
        before.st_mtime_ns,
        before.st_ino,
        1,
    )
    path.unlink()


@pytest.mark.parametrize("attack", [pytest.param(each, id=each.name) for each in attacks.ENDING])
def test_a_forbidden_call_ends_the_worker_and_is_recorded(attack: Attack, place: Path) -> None:
    number = _number(attack)
    outcome = breach.run(attack.code + "\nsay('alive')")
    assert outcome.said == []
    assert not outcome.survived
    assert outcome.violation is not None
    assert outcome.exit.max_rss > 0, "the launcher lived to tell how its worker ended"
    if _recorded(outcome):
        assert outcome.exit.signal == signal.SIGKILL
        assert outcome.violation.number == number
        assert outcome.violation.name == (attack.call if isinstance(attack.call, str) else "unknown")
    else:
        assert outcome.exit.signal == signal.SIGSYS


@pytest.mark.parametrize("attack", [pytest.param(each, id=each.name) for each in attacks.PROBES])
def test_a_harmless_probe_gets_an_error_and_is_not_run(attack: Attack) -> None:
    _number(attack)
    assert attack.refused is not None
    outcome = breach.run(attack.code)
    assert outcome.said == [-attack.refused]
    assert outcome.violation is None
    assert outcome.exit.code == 0


@pytest.mark.skipif(ABI is None or ABI.name != "x86_64", reason="x32 is a way into an x86-64 kernel")
@pytest.mark.parametrize("attack", [pytest.param(each, id=each.name) for each in attacks.FOREIGN])
def test_x32_numbers_end_the_worker(attack: Attack) -> None:
    outcome = breach.run(attack.code + "\nsay('alive')")
    assert outcome.said == []
    assert outcome.violation is not None
    if _recorded(outcome):
        assert (outcome.violation.number, outcome.violation.architecture) == (attack.call, "x32")


@pytest.mark.skipif(ABI is None or ABI.name != "x86_64", reason="int 0x80 is a way into an x86-64 kernel")
@pytest.mark.parametrize("number", [pytest.param(20, id="getpid"), pytest.param(5, id="open")])
def test_int_0x80_ends_the_worker(number: int) -> None:
    outcome = breach.run(f"int80({number})\nsay('alive')")
    assert outcome.said == []
    assert not outcome.survived
    if outcome.exit.signal == signal.SIGSEGV:
        pytest.skip("this kernel has no 32-bit entry: the instruction itself faults")
    assert outcome.violation is not None
    if _recorded(outcome):
        assert (outcome.violation.number, outcome.violation.architecture) == (number, "i386")


def test_a_second_forbidden_call_from_a_signal_handler_does_not_run(place: Path) -> None:
    code = (
        "signal.signal(signal.SIGABRT, lambda *a: os.open('/etc/passwd', 0))\n"
        "raw('tgkill', os.getpid(), os.getpid(), 6)\n"
        "for _ in range(10**6): pass\n"
        "say('alive')\nos.open('/etc/passwd', 0)"
    )
    outcome = breach.run(code)
    assert outcome.violation is not None
    assert not outcome.survived


def test_every_attack_ends_as_an_ordinary_user() -> None:
    """The same table from a broker that is not root: its namespaces come by another road."""
    if os.getuid() != 0:
        pytest.skip("this whole suite runs as an ordinary user already")
    driver = Path(__file__).with_name("as_user.py")
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(driver.parent), *filter(None, sys.path)])}
    probe = [sys.executable, "-c", "import rexpy.seal.apply, RestrictedPython, attacks"]
    user: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []}
    try:
        readable = subprocess.run(probe, env=environment, cwd="/", capture_output=True, **user)
    except PermissionError:
        pytest.skip("another user may not execute this interpreter")
    if readable.returncode != 0:
        pytest.skip("another user may not read this interpreter's modules or this checkout")
    command = [sys.executable, str(driver)]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=300, **user)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == {}
    assert result["tried"] > 100


def test_the_table_reaches_every_family_of_calls_it_names() -> None:
    assert ABI is not None
    for attack in attacks.ENDING:
        assert isinstance(attack.call, int) or attack.call in {*ABI.numbers, *_either_architecture()}


def _either_architecture() -> set[str]:
    tables = (abi._X86_64, abi._AARCH64, abi._COMMON)
    return {name for table in tables for name in table.split()}


def test_waiving_seccomp_is_visible_in_the_report() -> None:
    outcome = breach.run("pass", SealOptions(waive=frozenset({"seccomp"})))
    assert outcome.report is not None
    assert outcome.report.of("seccomp").detail == "waived"
