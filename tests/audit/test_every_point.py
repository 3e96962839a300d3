"""A writer that is killed, interrupted or refused at each single system call of an append, a rotation, a recovery: the
next one goes on, and the trail is whole and says what happened."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rexpy.broker.audit.chain import ChainFile
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.form import head_path, parse_head
from rexpy.tooling.verify import Report, Status, verify
from tests.audit.test_chain import RECORDS, entry, told

CALLS = ("write", "pwrite", "rename", "unlink", "ftruncate", "open", "fdatasync", "fsync")
OPTIONS: dict[str, Any] = {"max_size": 1800, "keep": 1}
MOST = 200
"""More than there are points in `work`; the last is never reached, and that ends a test."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is not waited for: what it has after a power failure is not looked at here."""
    monkeypatch.setattr(os, "fdatasync", lambda fd: None)
    monkeypatch.setattr(os, "fsync", lambda fd: None)


class Points:
    """Counts calls to the system; does `then` at the one of number `at`, before it is made or just after."""

    def __init__(self, at: int, then: Callable[[], None], *, after: bool) -> None:
        self._left, self._then, self._after = at, then, after

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            self._left -= 1
            now = self._left == 0
            if now and not self._after:
                self._then()
            try:
                return call(*given, **options)
            finally:
                if now and self._after:
                    self._then()

        return counted


@contextmanager
def watched(points: Points) -> Iterator[None]:
    kept = {name: getattr(os, name) for name in CALLS}
    for name, call in kept.items():
        setattr(os, name, points.around(call))
    try:
        yield
    finally:
        for name, call in kept.items():
            setattr(os, name, call)


def work(path: Path) -> None:
    """Begin or go on, several records in one write, rotations that remove files, the end."""
    file = ChainFile(str(path), RECORDS.log, **OPTIONS)
    try:
        for number in range(3):
            file.append(entry(f"{number} 0"), entry(f"{number} 1"))
    finally:
        file.close()


def checked(path: Path) -> Report:
    (found,) = verify([str(path)])
    return found


def sound(path: Path) -> None:
    if path.exists():
        found = checked(path)
        # A chain that was about to begin has neither record nor head.
        assert found.status in (Status.OK, Status.UNCLOSED) or not (found.records or path.stat().st_size), found


def go_on(path: Path) -> None:
    """What the next run finds."""
    sound(path)
    work(path)
    found = checked(path)
    assert found.status is Status.OK, found
    assert found.notes == ()
    assert parse_head(Path(head_path(str(path))).read_bytes()).closed == 1


def begun(directory: Path, at: int, *, with_records: bool) -> Path:
    path = directory / str(at) / "audit"
    path.parent.mkdir()
    if with_records:
        work(path)
    return path


def dies(work: Callable[[], None]) -> bool:
    """Do `work` in a child; return whether it was killed in it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(7)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (7, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("with_records", [False, True])
def test_killed_at_every_point(with_records: bool, after: bool, tmp_path: Path) -> None:
    for at in range(1, MOST):
        path = begun(tmp_path, at, with_records=with_records)

        def killed(path: Path = path, at: int = at) -> None:
            with watched(Points(at, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after)):
                work(path)

        was = dies(killed)
        go_on(path)
        if not was:
            assert at > 20
            return
    pytest.fail("there was no end")


def refuse() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("what", [refuse, interrupt])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("with_records", [False, True])
def test_refused_or_interrupted_at_every_point(
    with_records: bool, after: bool, what: Callable[[], None], tmp_path: Path
) -> None:
    """What was raised reaches the caller, who then records that it is over, as a run does."""
    for at in range(1, MOST):
        path = begun(tmp_path, at, with_records=with_records)
        raised = acknowledged = 0
        with watched(Points(at, what, after=after)):
            file = None
            try:
                file = ChainFile(str(path), RECORDS.log, **OPTIONS)
                for number in range(3):
                    file.append(entry(f"{number} 0"), entry(f"{number} 1"))
                    acknowledged += 2
            except (AuditFailed, KeyboardInterrupt):
                raised += 1
                if file is not None:
                    file.append(entry("over"))
            finally:
                if file is not None:
                    try:
                        file.close()
                    except KeyboardInterrupt:
                        raised += 1
        if path.exists() and raised:
            sound(path)
            kept = [record["detail"]["text"] for record in told(path) if record["kind"] == "test"]
            assert "over" in kept or file is None or acknowledged == 6
        go_on(path)
        if not raised and at > 20:
            return
    pytest.fail("there was no end")
