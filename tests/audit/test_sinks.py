"""Where records go besides one file: several files, standard error, syslog; and what happens where they cannot."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import rexpy
from rexpy.broker.audit import sinks
from rexpy.broker.audit.options import AuditOptions, audit_options
from rexpy.errors import RunnerError, UsageError
from rexpy.tooling.verify import Status, verify
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, nothing_left, policy, run

LOOSE = "--insecure-policy-permissions"
"""Policies here permit everything, and so what governs the run."""

SCRIPT = "attempt(os.stat, '/etc')\nattempt(read, '/nowhere')"


def command(*arguments: str, script: str = ATTEMPT + SCRIPT) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "rexpy", "run", LOOSE, *arguments, "-"],
        input=script.encode(),
        capture_output=True,
        check=False,
    )


@pytest.fixture
def everything(tmp_path: Path) -> str:
    path = tmp_path / "everything.cedar"
    path.write_text(EVERYTHING)
    return str(path)


class Daemon:
    """What reads a datagram socket as a syslog daemon does."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._got: list[bytes] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while data := self._socket.recv(1 << 20):
            self._got.append(data)

    def records(self) -> list[tuple[int, str, bytes]]:
        """Stop, and return priority, tag and message of everything that came."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()
        found = []
        for data in self._got:
            parts = re.fullmatch(rb"<(\d+)>(rexpy\[\d+\]): (.*)", data)
            assert parts is not None
            found.append((int(parts.group(1)), parts.group(2).decode(), parts.group(3)))
        return found


def test_every_sink_gets_the_same_lines(tmp_path: Path, short: Path) -> None:
    daemon = Daemon(short / "log")
    with nothing_left():
        run(SCRIPT, audit=AuditOptions((tmp_path / "one", f"syslog:{short}/log", tmp_path / "two")))
    lines = (tmp_path / "one").read_bytes().splitlines()
    assert [message for _, _, message in daemon.records()] == lines
    assert len((tmp_path / "two").read_bytes().splitlines()) == len(lines)
    assert [report.status for report in verify([str(tmp_path / "one"), str(tmp_path / "two")])] == [Status.OK] * 2


def test_syslog_alone_has_a_chain_for_each_run(tmp_path: Path, short: Path) -> None:
    daemon = Daemon(short / "log")
    policy_text = EVERYTHING + ' forbid(principal, action, resource == file_system::File::"/nowhere");'
    for _ in range(2):
        run(SCRIPT, policy_text=policy_text, audit=f"syslog:{short}/log")
    got = daemon.records()
    copy = tmp_path / "copy"
    copy.write_bytes(b"".join(message + b"\n" for _, _, message in got))
    (report,) = verify([str(copy)], headless=True)
    assert report.status is Status.OK, report
    assert "another chain begins" in report.notes[0]
    priorities = {json.loads(message)["severity_id"]: priority for priority, _, message in got}
    assert (priorities[1], priorities[3]) == (86, 84), "authpriv.info and authpriv.warning"
    assert {tag for _, tag, _ in got} == {f"rexpy[{os.getpid()}]"}


def test_standard_error(everything: str, tmp_path: Path) -> None:
    done = command("-p", everything, "-o", "json", "--audit", "stderr:")
    assert json.loads(done.stdout)["status"] == "SUCCESS"
    (tmp_path / "copy").write_bytes(done.stderr)
    (report,) = verify([str(tmp_path / "copy")], headless=True)
    assert report.status is Status.OK
    kinds = [json.loads(line)["unmapped"]["kind"] for line in done.stderr.splitlines()]
    assert kinds[:3] == ["policy", "start", "seal"]
    assert kinds[-1] == "end"


def test_in_human_form_standard_error_is_the_scripts_too(everything: str) -> None:
    done = command("-p", everything, "--audit", "stderr:")
    assert done.returncode == 64
    assert b"-o json" in done.stderr


def test_standard_error_that_is_closed_ends_the_run(everything: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    script = f"open({str(victim)!r}, 'w').write('x')"
    line = [sys.executable, "-m", "rexpy", "run", LOOSE, "-p", everything, "-o", "json", "--audit", "stderr:", "-"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(line, input=script.encode(), stdout=subprocess.PIPE, stderr=write, check=False)
    os.close(write)
    assert done.returncode == 125
    assert "audit" in json.loads(done.stdout)["error"]["message"]
    assert not victim.exists()


@pytest.mark.parametrize("how", ["closed", "/dev/null"])
def test_standard_error_that_keeps_nothing_refuses_the_run(how: str, everything: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    line = [sys.executable, "-m", "rexpy", "run", LOOSE, "-p", everything, "-o", "json", "--audit", "stderr:", "-"]
    shell = f'exec "$@" 2>{"&-" if how == "closed" else how}'
    done = subprocess.run(
        ["/bin/sh", "-c", shell, "sh", *line],
        input=f"open({str(victim)!r}, 'w').write('x')".encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 125, done
    assert not victim.exists()


def test_standard_error_that_nobody_reads_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "READER_WAIT_S", 0.05)
    victim = tmp_path / "victim"
    victim.touch()
    script = "for number in range(2000): attempt(os.stat, '/')\nos.unlink(args['path'])"
    read, write = os.pipe()
    kept = os.dup(2)
    os.dup2(write, 2)
    try:
        result = run(script, audit="stderr:", args={"path": str(victim)})
    finally:
        os.dup2(kept, 2)
        for fd in (kept, read, write):
            os.close(fd)
    assert result.exit_code == 125
    assert result.error is not None
    assert "nobody has read it" in result.error.message
    assert victim.exists()


@pytest.mark.parametrize("first", ["a file", "another sink"])
def test_one_sink_of_two_that_fails_ends_the_run(first: str, tmp_path: Path, short: Path) -> None:
    victim = tmp_path / "victim"
    victim.touch()
    one, two = tmp_path / "one", tmp_path / "two"
    daemon = Daemon(short / "log")
    seen: list[int] = []

    def fail(_: int, text: str) -> None:
        seen.append(len(text))
        if len(seen) > 1:
            return
        if first == "a file":
            two.unlink()
        else:
            daemon.records()
            (short / "log").unlink()

    to = (one, two) if first == "a file" else (one, f"syslog:{short}/log")
    script = "print('now', flush=True)\nos.unlink(args['path'])"
    result = run(script, audit=AuditOptions(to), args={"path": str(victim)}, on_output=fail)
    if first == "a file":
        daemon.records()
    assert seen
    assert result.exit_code == 125
    assert victim.exists()
    (found,) = verify([str(one)])
    assert found.status is Status.OK
    kinds = [json.loads(line)["unmapped"]["kind"] for line in one.read_bytes().splitlines()]
    assert kinds[-1] == "end"


def test_a_daemon_that_is_not_there_or_does_not_read_refuses_the_run(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_left(), pytest.raises(RunnerError, match="syslog"):
        run("1", audit=f"syslog:{short}/none")
    monkeypatch.setattr(sinks, "READER_WAIT_S", 0.05)
    victim = tmp_path / "victim"
    victim.touch()
    script = "for number in range(2000): attempt(os.stat, '/')\nos.unlink(args['path'])"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stopped:
        stopped.bind(str(short / "log"))
        result = run(script, audit=f"syslog:{short}/log", args={"path": str(victim)})
    assert result.exit_code == 125
    assert result.error is not None
    assert "syslog" in result.error.message
    assert victim.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (AuditOptions(()), "nowhere"),
        (AuditOptions(("a", "a")), "twice"),
        (AuditOptions(""), "cannot go to"),
        (AuditOptions("a\0b"), "cannot go to"),
        (AuditOptions("a", fields=("recource",)), "no field"),
        (AuditOptions("a", max_size=0), "more than 0"),
        (AuditOptions("a", rotate_s=-1.0), "more than 0"),
        (AuditOptions("syslog:", max_size=5), "about files"),
        (AuditOptions("a", keep=5), "never rotated"),
    ],
)
def test_options_that_make_no_sense(options: AuditOptions, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rexpy.Runner(policy=policy(), principal=PRINCIPAL, audit=options)


def test_a_path_is_always_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for given, to in (
        ("stderr:", "stderr:"),
        (Path("stderr:"), f"{tmp_path}/stderr:"),
        ("./otel:", f"{tmp_path}/otel:"),
    ):
        options = audit_options(given)
        assert options is not None
        assert options.to == (to,)
    run("1", audit=Path("stderr:"))
    assert verify([str(tmp_path / "stderr:")])[0].status is Status.OK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--audit-key", "x"], "none was asked for"),
        (["--audit-max-size", "1M"], "none was asked for"),
        (["--audit", "a", "--audit-fields", "principal,colour"], "no field"),
        (["--audit", "a", "--audit-rotate", "soon"], "no period"),
        (["--audit", "a", "--audit-max-size", "x"], "no size"),
        (["--audit", "a", "--audit-keep", "0"], "whole number"),
    ],
)
def test_usage(arguments: list[str], said: str, everything: str, tmp_path: Path) -> None:
    done = command("-p", everything, *arguments)
    assert done.returncode == 64
    assert said in " ".join(done.stderr.decode().split())


def test_the_options_of_the_command(everything: str, tmp_path: Path) -> None:
    audit, key = tmp_path / "audit", tmp_path / "key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    given = ["-p", everything, "--audit", str(audit), "--audit-fields", "action,context", "--audit-max-size", "5K"]
    done = command(*given, "--audit-keep", "2", "--audit-rotate", "7d", "--audit-key", str(key))
    assert done.returncode == 0, done.stderr
    (report,) = verify([str(audit)], key.read_bytes())
    assert (report.status, len(report.files)) == (Status.OK, 3)
    assert b"/nowhere" not in b"".join(Path(file).read_bytes() for file in report.files)
    key.chmod(0o644)
    assert command(*given, "--audit-key", str(key)).returncode == 125
