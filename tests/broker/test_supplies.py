"""What is fetched costs the broker a bounded amount, also where a fetch fails."""

import errno
import os
import pty
import select
import socket
import tty
from pathlib import Path

import pytest

from rexpy.broker.limits import Limits
from rexpy.broker.standard_input import _read
from rexpy.broker.supplies import Supplies
from rexpy.wire.messages import Fetch


def test_a_module_path_that_has_gone_costs_no_descriptor(tmp_path: Path) -> None:
    here, gone = tmp_path / "here", tmp_path / "gone"
    here.mkdir()
    supplies = Supplies(stdin=None, module_path=((str(here), "here"), (str(gone), "gone")), limits=Limits())
    worker, broker = socket.socketpair()
    before = os.listdir("/proc/self/fd")
    for number in range(1, 20):
        with pytest.raises(FileNotFoundError):
            supplies.answer(Fetch(number, "module", 0, "some"), worker)
    supplies.close()
    after = os.listdir("/proc/self/fd")
    worker.close()
    broker.close()
    assert len(after) == len(before)


def test_a_pipe_that_another_reader_emptied_is_not_waited_for() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, b"some")
        try:
            assert os.preadv(reading, [bytearray(1)], -1, os.RWF_NOWAIT) == 1
        except OSError as error:
            if error.errno == errno.EOPNOTSUPP:
                pytest.skip("this kernel has no RWF_NOWAIT for pipes")
            raise
        assert _read(reading, 10) == b"ome"
        with pytest.raises(BlockingIOError):
            _read(reading, 10)
        os.close(writing)
        writing = -1
        assert _read(reading, 10) == b""
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)


@pytest.mark.parametrize("kind", ["socket", "datagrams", "terminal", "pipe"])
def test_what_another_reader_took_is_not_waited_for(kind: str) -> None:
    """Whoever shares the input keeps the flags that he gave it: it still waits for him."""
    if kind == "terminal":
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        reading, writing = theirs, ours
    elif kind == "pipe":
        reading, writing = os.pipe()
    else:
        one, two = socket.socketpair(type=socket.SOCK_STREAM if kind == "socket" else socket.SOCK_DGRAM)
        reading, writing = one.detach(), two.detach()
    try:
        with pytest.raises(BlockingIOError):
            _read(reading, 10)
        os.write(writing, b"some")
        assert select.select([reading], [], [], 60)[0]
        assert _read(reading, 10) == b"some"
        with pytest.raises(BlockingIOError):
            _read(reading, 10)
        assert os.get_blocking(reading)
    finally:
        os.close(reading)
        os.close(writing)
