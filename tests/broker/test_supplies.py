"""What is fetched costs the broker a bounded amount, also where a fetch fails."""

import os
import socket
from pathlib import Path

import pytest

from rexpy.broker.limits import Limits
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
