"""One request and its reply inside a run, beside a bare echo between two processes on one core."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from pathlib import Path

from bench.figures import Row, compared, interleave, microseconds
from bench.running import held, sealed

MESSAGE = b"x" * 100
"""Bytes each way: about what a call with a short path takes."""

SCRIPT = """
import os, time

def timed(count):
    file = os.open({path!r}, os.O_RDONLY)
    for _ in range(100):
        os.pread(file, 1, 4096)
    start = time.perf_counter()
    for _ in range(count):
        os.pread(file, 1, 4096)
    return (time.perf_counter() - start) / count

timed({count})
"""


def measure(*, quick: bool = False) -> list[Row]:
    """Measure a read behind the end of an empty file: it is decided already, and there is nothing to do."""
    count, rounds = (500, 2) if quick else (10_000, 9)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "empty")
        path.touch()
        script = SCRIPT.format(path=str(path), count=count)

        def ours() -> float:
            return float(sealed(script))

        peer = held(lambda: echo(count))
        free, one = interleave(ours, peer, rounds=rounds), interleave(held(ours), peer, rounds=rounds)
    what = "a request and its reply that do nothing, to a bare 100-byte echo over a socketpair"
    note = "the request reads behind the end of an open, empty file; the echo has one core, where it is fastest"
    return [
        compared("roundtrip", what, free, limit=2.5, unit_of=microseconds, note=note),
        compared("roundtrip", "the same, held on one core", one, limit=None, unit_of=microseconds),
    ]


def echo(count: int) -> float:
    """Return the seconds of one echo of `MESSAGE` by a forked process."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            while data := theirs.recv(65536):
                theirs.sendall(data)
        finally:
            os._exit(0)
    theirs.close()
    try:
        send, receive = ours.sendall, ours.recv
        for _ in range(100):
            send(MESSAGE)
            receive(65536)
        start = time.perf_counter()
        for _ in range(count):
            send(MESSAGE)
            receive(65536)
        return (time.perf_counter() - start) / count
    finally:
        ours.close()
        os.waitpid(pid, 0)
