"""Runs the command line as a user does: a process of its own, on pipes or on a terminal."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a small environment: nothing of the tester's colours, widths or locale."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **(extra or {})}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rexpy", *arguments]


def rexpy(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run on pipes. Output that is not UTF-8 fails the test."""
    ended = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(env),
        timeout=PATIENCE_S,
        check=False,
    )
    return subprocess.CompletedProcess(ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def on_terminal(
    *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, columns: int = 80
) -> tuple[int, str]:
    """Run with all three streams on one terminal; return the exit code and what the terminal was sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    extra = {"TERM": "xterm-256color", **(env or {})}
    started = subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=environment(extra)
    )
    os.close(theirs)
    sent = b""
    end = time.monotonic() + PATIENCE_S
    try:
        while select.select([ours], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says EIO at the end of a terminal
                break
            if not piece:
                break
            sent += piece
        code = started.wait(timeout=PATIENCE_S)
    finally:
        started.kill()
        started.wait()
        os.close(ours)
    # A terminal turns line feeds into CR LF.
    return code, sent.decode().replace("\r\n", "\n")
