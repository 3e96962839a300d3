"""A worker that keeps to the form and lies, floods, is silent or goes away: its run alone ends, under the right name."""

import os
import socket
import time
from pathlib import Path

import pytest

from rexpy.broker.limits import Limits
from rexpy.broker.result import ErrorType
from rexpy.errors import ContainmentError
from tests.broker.runs import EVERYTHING, growing_at_most, nothing_left
from tests.protocol.attacking import attack, attack_with_each, the_next_run_works

SHORT = Limits(wall_s=0.5)

SILENT = {
    "lengths, then silence": "w.raw(struct.pack('<II', 20, 100)); time.sleep(60)",
    "half a length, then silence": "w.raw(b'\\x14'); time.sleep(60)",
    "nothing": "time.sleep(60)",
    "a busy loop": "while True: pass",
    "a byte now and then": "for byte in w.frame([OUTPUT, 1], bytes(1000)): w.raw(bytes([byte])); time.sleep(0.05)",
}


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in SILENT.items()])
def test_silence_ends_with_the_wall_limit(tmp_path: Path, code: str) -> None:
    started = time.monotonic()
    with nothing_left():
        result = attack(tmp_path, f"w.begin()\n{code}", limits=SHORT)
    assert time.monotonic() - started < 5
    assert result.error is not None
    assert (result.exit_code, result.error.error_type, result.error.limit) == (124, ErrorType.LIMIT_EXCEEDED, "wall_s")
    assert "0.5 s" in result.error.message
    assert "--timeout" in result.error.message


def test_a_large_answer_that_is_not_taken_does_not_hold_the_broker(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(64 << 20)
    code = f"w.begin()\nhandle = w.ask('fs.open_read', {str(large)!r})[0][3][0]\nw.call('fs.read', handle, 0, 1 << 20)\ntime.sleep(60)"
    with nothing_left():
        result = attack(tmp_path, code, limits=SHORT)
    assert result.exit_code == 124


def test_a_script_that_is_not_taken_does_not_hold_the_broker(tmp_path: Path) -> None:
    with nothing_left():
        result = attack(tmp_path, "w.hello()\ntime.sleep(60)", limits=SHORT, source="x = 1\n" * 150_000)
    assert result.exit_code == 124


def test_a_worker_that_goes_away_is_no_limit(tmp_path: Path) -> None:
    ends = attack_with_each(
        tmp_path,
        {
            "exits": "w.begin()\nos._exit(0)",
            "exits inside a frame": "w.begin()\nw.raw(struct.pack('<II', 20, 0) + b'[3,1,')\nos._exit(0)",
            "exits in a call": "w.begin()\nw.call('fs.stat', '/', True)\nos._exit(3)",
            "crashes": "w.begin()\nos.abort()",
            "closes the wire and stays": "w.begin()\nw.socket.close()\ntime.sleep(60)",
            "closes the wire in a call and stays": "w.begin()\nw.call('fs.stat', '/', True)\nw.socket.close()\ntime.sleep(60)",
        },
    )
    for name, end in ends.items():
        assert not isinstance(end, ContainmentError), name
        assert end.error is not None, name
        assert end.exit_code == 125, (name, end.error)
        assert end.error.error_type in (ErrorType.INTERNAL, ErrorType.COMMUNICATION), (name, end.error)
        assert end.error.limit is None, name
    the_next_run_works()


CLAIMS = {
    "a denial that there was not": ("w.fail(exception='PermissionError', denial=0)", 1, ErrorType.SCRIPT),
    "an uncounted denial that there was not": ("w.fail(exception='PermissionError', denial=-1)", 1, ErrorType.SCRIPT),
    "a denial beyond those that there were": (
        "w.ask('fs.stat', '/denied', True); w.fail(denial=10**6)",
        2,
        ErrorType.ACCESS_DENIED,
    ),
    "a time limit": ("w.fail(limit='wall_s')", 1, ErrorType.SCRIPT),
    "a processor limit": ("w.fail(limit='cpu_s')", 1, ErrorType.SCRIPT),
    "a limit of calls": ("w.fail(limit='calls')", 1, ErrorType.SCRIPT),
    "a limit of handles": ("w.fail(limit='handles')", 1, ErrorType.SCRIPT),
    "a limit of bytes written": ("w.fail(limit='written_bytes')", 1, ErrorType.SCRIPT),
    "a limit that there is not": ("w.fail(limit='patience')", 1, ErrorType.SCRIPT),
    "an attribute of the limits that is none": ("w.fail(limit='__class__')", 1, ErrorType.SCRIPT),
    "its own exit code": ("w.done(code=124)", 124, ErrorType.SCRIPT),
}


def test_what_a_worker_claims_is_held_against_the_brokers_own_records(tmp_path: Path) -> None:
    forbidding = (
        EVERYTHING
        + '@id("no") forbid(principal, action, resource == file_system::File::"/denied");'
        + ('@id("none") forbid(principal, action, resource == file_system::Dir::"/denied");')
    )
    ends = attack_with_each(
        tmp_path, {name: f"w.begin()\n{claim[0]}" for name, claim in CLAIMS.items()}, policy_text=forbidding
    )
    for name, end in ends.items():
        assert not isinstance(end, ContainmentError), name
        assert end.error is not None, name
        assert (end.exit_code, end.error.error_type) == CLAIMS[name][1:], (name, end.error)
    denied = ends["a denial beyond those that there were"]
    assert not isinstance(denied, ContainmentError)
    assert denied.error is not None
    assert denied.error.denial == denied.denials[0]


def test_a_finding_and_a_failure_at_once_are_a_refused_script(tmp_path: Path) -> None:
    result = attack(
        tmp_path, "w.begin()\nw.fail_both = w.done(findings=[[1, 1, 'x\\x1b[31m', None]], failure=FAILURE, code=0)"
    )
    assert result.exit_code == 3
    assert result.value is None


def test_descriptors_sent_along_are_not_taken(tmp_path: Path) -> None:
    held: list[int] = []
    code = """
        w.begin()
        import array
        for _ in range(50):
            rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0] * 100))]
            try:
                w.socket.sendmsg([w.frame([OUTPUT, 1], b"x")], rights)
            except OSError:
                w.send(OUTPUT, 1, blob=b"-")
        w.done()
    """
    with nothing_left():
        result = attack(
            tmp_path,
            code,
            waive=["seccomp", "rlimits"],
            on_output=lambda stream, text: held.append(len(os.listdir("/proc/self/fd"))),
        )
    assert result.exit_code == 0
    assert "x" in result.stdout, "no descriptor went along, so nothing was tested"
    assert max(held) - min(held) < 50, "the watcher opens and closes a few meanwhile; a message carried a hundred"


def test_a_sealed_worker_cannot_send_descriptors_at_all(tmp_path: Path) -> None:
    if not hasattr(socket, "SCM_RIGHTS"):
        pytest.skip("this system passes no descriptors")
    code = "w.begin()\nw.socket.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('i', 0))])"
    result = attack(tmp_path, code)
    assert result.error is not None
    assert (result.exit_code, result.error.error_type) == (125, ErrorType.CONTAINMENT_VIOLATION)
    assert "sendmsg" in result.error.message


def test_a_flood_of_calls_ends_with_their_limit(tmp_path: Path) -> None:
    code = "w.begin()\nwhile True: w.ask('fs.stat', '/', True)"
    result = attack(tmp_path, code, limits=Limits(calls=2000))
    assert result.error is not None
    assert (result.exit_code, result.error.limit) == (1, "calls")
    assert "2000" in result.error.message
    assert "--max-calls" in result.error.message
    assert result.operations == {"fs.stat": 2000}


def test_casts_count_as_calls(tmp_path: Path) -> None:
    result = attack(tmp_path, "w.begin()\nwhile True: w.cast('fs.close', 5)", limits=Limits(calls=500))
    assert result.error is not None
    assert result.error.limit == "calls"


def test_refused_calls_count_as_calls_and_denials_are_bounded(tmp_path: Path) -> None:
    code = "w.begin()\nwhile True: w.ask('fs.stat', '/etc', True)"
    result = attack(
        tmp_path, code, limits=Limits(calls=3000), policy_text='permit(principal == User::"nobody", action, resource);'
    )
    assert result.error is not None
    assert result.error.limit == "calls"
    assert len(result.denials) == 1000
    assert result.truncated


def test_a_flood_of_output_is_cut_and_the_broker_stays_small(tmp_path: Path) -> None:
    shown: list[str] = []
    code = "w.begin()\nblob = b'\\xff' * (1 << 20)\nfor _ in range(200): w.send(OUTPUT, 1, blob=blob)\nfor _ in range(20000): w.send(OUTPUT, 2)\nw.done(value=7)"
    with growing_at_most(16):
        result = attack(
            tmp_path,
            code,
            limits=Limits(wall_s=20, output_bytes=1000),
            on_output=lambda stream, text: shown.append(text),
        )
    assert result.error is None
    assert result.value == 7
    assert result.truncated
    assert result.usage.output_bytes == 1000
    assert result.stdout == "".join(shown)
    assert "limit of 1000 bytes" in result.stdout
    assert len(result.stdout) < 1200


def test_a_flood_of_logs_is_cut(tmp_path: Path) -> None:
    code = "w.begin()\nfor _ in range(1500): w.send(LOG, 'info', 3, blob=b'\\xff' * 5000)\nw.done()"
    result = attack(tmp_path, code)
    assert result.error is None
    assert len(result.logs) == 1000
    assert max(len(record.message) for record in result.logs) <= 2048
    assert result.truncated


def test_invalid_text_is_shown_as_such(tmp_path: Path) -> None:
    result = attack(
        tmp_path,
        "w.begin()\nw.send(OUTPUT, 1, blob=b'a\\xff\\xc3')\nw.send(LOG, 'error', 0, blob=b'\\xed\\xa0\\x80')\nw.done()",
    )
    assert result.stdout == "a\ufffd\ufffd"
    assert set(result.logs[0].message) == {"\ufffd"}


def test_every_split_of_the_bytes_is_the_same_run(tmp_path: Path) -> None:
    code = "w.begin()\nframe = w.asked(CALL, 'fs.stat', w.path())\nfor byte in frame: w.raw(bytes([byte]))\nw.done(value=w.receive()[0][2])"
    result = attack(tmp_path, code)
    assert result.value == 0
    assert result.operations == {"fs.stat": 1}


def test_a_killed_worker_takes_what_it_held_along(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    path = str(tmp_path / "file")
    code = f"w.begin()\nfor _ in range(20): w.ask('fs.open_replace', {path!r}, 0o600)\nfor _ in range(20): w.ask('fs.open_read', {path!r})\nw.ask('fs.list', '/')\nw.raw(b'x' * 8)\nw.receive()"
    with nothing_left():
        result = attack(tmp_path, code)
    assert result.exit_code == 125
    assert (tmp_path / "file").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["file", "program.py"]


def test_what_a_worker_writes_into_the_shared_memory_changes_nothing(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    (tmp_path / "source").write_bytes(content)
    code = f"""
        from rexpy.worker.shared import Shared
        w.begin()
        source = w.ask("fs.open_read", {str(tmp_path / "source")!r})[0][3][0]
        if Shared.view is not None:
            w.ask("fs.read", source, 0, 1 << 20)
            got = bytes(Shared.view[:1 << 20])
            try:
                Shared.view[:] = b"\\xff" * len(Shared.view)
            except TypeError:
                pass
            w.ask("fs.copy", {str(tmp_path / "source")!r}, {str(tmp_path / "copy")!r})
            w.ask("fs.read", source, 1, 1 << 20)
            w.done(value=[got == bytes(range(256)) * 4096, bytes(Shared.view[:(1 << 20) - 1]) == got[1:]])
        else:
            w.done(value=None)
    """
    result = attack(tmp_path, code)
    if result.value is None and result.error is None:
        pytest.skip("this system has no memory to share")
    assert result.value == [True, True]
    assert (tmp_path / "copy").read_bytes() == content
    assert (tmp_path / "source").read_bytes() == content
