"""The hostile worker: launched and sealed by the same functions as the real one, then it does what a test tells it to.

A test writes a small program that calls `main` with its attack, arbitrary Python; the language layer is gone.
"""

import ctypes
import json
import os
import signal
import socket
import struct
import sys
import time
from typing import Any

from rexpy.seal.report import SealReport
from rexpy.wire.packed import CALL_HEAD, REPLY_HEAD, Shape, unpack_fields
from rexpy.worker import __main__ as worker

HELLO, RUN, CALL, CAST, REPLY, OUTPUT, LOG, DONE, FETCH, METRIC, ALARM = range(1, 12)
OUTCOME: dict[str, Any] = {"value": None, "code": None, "failure": None, "findings": []}
FAILURE: dict[str, Any] = {
    "exception": "ValueError",
    "message": "no",
    "traceback": "",
    "line": 1,
    "denial": None,
    "limit": None,
}


class Wire:
    """Raw frames, well formed or not."""

    def __init__(self, wire: socket.socket, report: SealReport) -> None:
        self.socket = wire
        self.report: Any = report.to_wire()
        self.numbers: dict[str, int] = {}
        self.shapes: dict[str, Shape] = {}
        self.sequence = 0

    def raw(self, data: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(data)

    def frame(self, header: Any, blob: bytes = b"") -> bytes:
        """Return a frame; `header` is what JSON makes of it, or bytes as they are."""
        text = header if isinstance(header, bytes) else json.dumps(header).encode()
        return struct.pack("<II", len(text), len(blob)) + text + blob

    def send(self, *header: Any, blob: bytes = b"") -> None:
        """Send a frame with these fields."""
        self.raw(self.frame(list(header), blob))

    def asked(
        self, kind: int, operation: str | int, packed: bytes, *, sequence: int = 1, line: int = 1, blob: bytes = b""
    ) -> bytes:
        """Return the frame of a call or cast whose arguments are `packed`, well or not."""
        number = self.numbers[operation] if isinstance(operation, str) else operation
        return self.frame(CALL_HEAD.pack(kind, number, sequence, line) + packed, blob)

    def path(self, path: bytes = b"/", *, length: int | None = None, follow: int = 1) -> bytes:
        """Return the packed arguments of fs.stat."""
        return struct.pack("<IB", len(path) if length is None else length, follow) + path

    def hello(self) -> None:
        """Say what the real worker says."""
        self.send(HELLO, 1, self.report)

    def receive(self) -> tuple[list[Any], bytes]:
        """Return one frame of the broker's: kind, sequence number, status, fields, where the bytes are; the bytes."""
        sizes = struct.unpack("<II", self._exactly(8))
        header, blob = self._exactly(sizes[0]), self._exactly(sizes[1])
        if header[0] != REPLY:
            return json.loads(header), blob
        kind, sequence, status, where, count = REPLY_HEAD.unpack_from(header)
        return [kind, sequence, status, unpack_fields(count, header[REPLY_HEAD.size :]), where], blob

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                os._exit(0)
            data += more
        return data

    def begin(self) -> dict[str, Any]:
        """Behave until the script has come; return what the run is given."""
        self.hello()
        spec: dict[str, Any] = self.receive()[0][1]
        self.numbers = {operation[0]: number for number, operation in enumerate(spec["operations"])}
        self.shapes = {name: Shape([kind for _, kind in parameters]) for name, parameters, _ in spec["operations"]}
        return spec

    def call(self, name: str, *arguments: Any, blob: bytes = b"") -> None:
        """Ask for an operation without waiting."""
        self.sequence += 1
        self.raw(self.asked(CALL, name, self.shapes[name].pack(arguments), sequence=self.sequence, blob=blob))

    def cast(self, name: str, *arguments: Any) -> None:
        """Ask for an operation that is not answered."""
        self.raw(self.asked(CAST, name, self.shapes[name].pack(arguments), sequence=0))

    def ask(self, name: str, *arguments: Any, blob: bytes = b"") -> tuple[list[Any], bytes]:
        """Ask and return the reply."""
        self.call(name, *arguments, blob=blob)
        return self.receive()

    def done(self, **changed: Any) -> None:
        """End the run; keywords change fields of the outcome."""
        self.send(DONE, blob=json.dumps({**OUTCOME, **changed}).encode())

    def fail(self, **changed: Any) -> None:
        """End the run with an exception of the script's; keywords change what is said of it."""
        self.done(failure={**FAILURE, **changed})


def main(attack: str) -> None:
    """Become a worker that runs `attack`, with these names besides builtins and its imports: `w`, a Wire."""
    names = {**globals()}

    def serve(wire: socket.socket, report: SealReport) -> None:
        names["w"] = Wire(wire, report)
        exec(attack, names)

    worker.find_packages(sys.argv[1:])
    worker.launch(sys.argv[1:], prepare=lambda: (ctypes, signal, time), serve=serve)
