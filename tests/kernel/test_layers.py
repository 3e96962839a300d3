"""Each layer holds alone: what one denies does not lean on another."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import breach
import pytest

from rexpy.broker.spawn import spawn
from rexpy.seal import landlock
from rexpy.seal.options import SealOptions
from rexpy.seal.report import Enforcement

NAMESPACES = {
    "user_namespace",
    "network_namespace",
    "ipc_namespace",
    "pid_namespace",
    "mount_namespace",
}


def _landlock_abi() -> int:
    try:
        return landlock.abi_version()
    except OSError:
        return 0


needs_landlock = pytest.mark.skipif(_landlock_abi() < 1, reason="this kernel offers no Landlock")
needs_scopes = pytest.mark.skipif(_landlock_abi() < 6, reason="Landlock scopes came with ABI 6")
needs_tcp = pytest.mark.skipif(_landlock_abi() < 4, reason="Landlock rules for TCP came with ABI 4")


def _without(*mechanisms: str) -> SealOptions:
    return SealOptions(waive=frozenset(mechanisms))


LANDLOCK_ALONE = SealOptions(waive=frozenset({"seccomp", "identity", "rlimits", *NAMESPACES}))

ATTEMPT = """
def attempt(action):
    try:
        action()
    except OSError as error:
        say(error.errno)
    else:
        say('done')
"""


@needs_landlock
@pytest.mark.parametrize(
    "action",
    [
        "open('/etc/passwd')",
        "open({place!r})",
        "open({place!r}, 'w')",
        "open({place!r}, 'a')",
        "os.truncate({place!r}, 0)",
        "os.listdir('/')",
        "os.unlink({place!r})",
        "os.rename({place!r}, {place!r} + 'x')",
        "os.mkdir({place!r} + 'x')",
        "os.symlink('/', {place!r} + 'x')",
        "os.mkfifo({place!r} + 'x')",
        "os.link({place!r}, {place!r} + 'x')",
        "os.execv('/bin/sh', ['sh'])",
        "open('/dev/null', 'w')",
        "open('/proc/self/environ')",
    ],
)
def test_landlock_alone_denies_files(action: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_text("untouched")
    outcome = breach.run(f"{ATTEMPT}\nattempt(lambda: {action.format(place=str(place))})", LANDLOCK_ALONE)
    assert outcome.said in ([errno.EACCES], [errno.EXDEV])
    assert place.read_text() == "untouched"
    assert os.listdir(tmp_path) == ["place"]


@needs_tcp
def test_landlock_alone_denies_tcp() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        outcome = breach.run(f"{ATTEMPT}\nattempt(lambda: socket.socket().connect({address!r}))", LANDLOCK_ALONE)
        assert outcome.said == [errno.EACCES]
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    outcome = breach.run(f"{ATTEMPT}\nattempt(lambda: socket.socket().bind(('127.0.0.1', 0)))", LANDLOCK_ALONE)
    assert outcome.said == [errno.EACCES]


@needs_scopes
def test_landlock_alone_denies_abstract_sockets_and_signals() -> None:
    name = f"\0rexpy-{uuid.uuid4()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        code = f"{ATTEMPT}\nattempt(lambda: socket.socket(socket.AF_UNIX).connect({name!r}))"
        assert breach.run(code, LANDLOCK_ALONE).said == [errno.EPERM]
    code = f"{ATTEMPT}\nattempt(lambda: os.kill({os.getpid()}, 0))\nattempt(lambda: os.kill(os.getppid(), 15))"
    assert breach.run(code, LANDLOCK_ALONE).said == [errno.EPERM, errno.EPERM]


def test_seccomp_alone_holds(tmp_path: Path) -> None:
    options = _without("landlock", "identity", "rlimits", *NAMESPACES)
    for code, call in (
        ("open('/etc/passwd')", "openat"),
        ("os.listdir('/')", "openat"),
        (f"os.mkdir({str(tmp_path / 'x')!r})", "mkdir"),
        ("socket.socket()", "socket"),
        ("os.fork()", "clone"),
        (f"os.kill({os.getpid()}, 0)", "kill"),
    ):
        outcome = breach.run(f"{code}\nsay('alive')", options)
        assert outcome.said == []
        assert outcome.violation is not None
        assert outcome.violation.name in (call, call + "at", "unknown")
    assert os.listdir(tmp_path) == []


def test_the_mount_namespace_alone_hides_every_file() -> None:
    outcome = breach.run(
        f"{ATTEMPT}\nattempt(lambda: open('/etc/passwd'))\nattempt(lambda: os.mkdir('/x'))\n"
        "say(os.listdir('/'))\nattempt(lambda: os.listdir('/..' * 40 + '/etc'))",
        _without("seccomp", "landlock"),
    )
    assert outcome.report is not None
    if outcome.report.of("mount_namespace").enforcement is not Enforcement.FULL:
        pytest.skip(outcome.report.of("mount_namespace").detail)
    assert outcome.said[0] == errno.ENOENT
    assert outcome.said[1] in (errno.EROFS, errno.EACCES)
    assert outcome.said[2:] == [[], errno.ENOENT]


def test_the_other_namespaces_alone_hide_the_host() -> None:
    outcome = breach.run(
        f"{ATTEMPT}\nsay(os.getpid())\nsay(os.uname().nodename)\nsay([name for _, name in socket.if_nameindex()])\n"
        f"attempt(lambda: os.kill({os.getpid()}, 0))\n"
        "attempt(lambda: socket.socket().connect(('127.0.0.1', 9)))\n"
        "attempt(lambda: raw('getppid') == 0 and os.close(99))",
        _without("seccomp", "landlock"),
    )
    assert outcome.report is not None
    for name in sorted(NAMESPACES):
        if outcome.report.of(name).enforcement is not Enforcement.FULL:
            pytest.skip(f"{name}: {outcome.report.of(name).detail}")
    assert outcome.said[:2] == [1, "rexpy"]
    # A fresh network namespace has loopback, down, and what the kernel's tunnel drivers put into each.
    assert "lo" in outcome.said[2]
    assert outcome.said[3] == errno.ESRCH
    assert outcome.said[4] == errno.ENETUNREACH
    assert outcome.said[5] == errno.EBADF


def test_the_identity_is_gone_and_cannot_come_back() -> None:
    outcome = breach.run(
        f"{ATTEMPT}\nsay(0 in os.getresuid() + os.getresgid())\nsay(os.getgroups())\n"
        "attempt(lambda: os.setuid(0))\nattempt(lambda: os.setgroups([0]))\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "say([status[key].strip() for key in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb', 'NoNewPrivs')])\n"
        "say(status['CapBnd'].strip())\n"
        "attempt(lambda: raw('prctl', 4, 0, 0, 0, 0) < 0 and say('no') or say(raw('prctl', 3, 0, 0, 0, 0)))",
        _without("seccomp", "landlock", *NAMESPACES),
    )
    assert outcome.raised is None
    assert outcome.said[0] is False
    assert outcome.said[2:4] == [errno.EPERM, errno.EPERM]
    assert outcome.said[4] == ["0" * 16] * 4 + ["1"]
    if os.getuid() == 0:
        assert outcome.said[1] == []
        assert outcome.said[5] == "0" * 16
    assert outcome.said[6] == 0


def test_two_workers_of_root_are_two_users() -> None:
    if os.getuid() != 0:
        pytest.skip("an ordinary user has one id to give")
    options = _without("seccomp", "user_namespace")
    users = {breach.run("say(os.getuid())", options).said[0] for _ in range(2)}
    assert len(users) == 2
    assert 0 not in users


def test_limits_alone_cannot_be_raised() -> None:
    code = (
        "import resource\n"
        "for name in ('AS', 'CPU', 'NOFILE', 'FSIZE', 'NPROC', 'CORE', 'MEMLOCK', 'MSGQUEUE'):\n"
        "    which = getattr(resource, 'RLIMIT_' + name)\n"
        "    soft, hard = resource.getrlimit(which)\n"
        "    try:\n"
        "        resource.setrlimit(which, (soft + 1, hard + 1))\n"
        "    except (ValueError, OSError):\n"
        "        say([name, soft == hard, soft])\n"
    )
    outcome = breach.run(code, _without("seccomp", "landlock", "mount_namespace"))
    assert outcome.raised is None
    assert [each[:2] for each in outcome.said if isinstance(each, list)] == [
        [name, True] for name in ("AS", "CPU", "NOFILE", "FSIZE", "NPROC", "CORE", "MEMLOCK", "MSGQUEUE")
    ]
    limits = {each[0]: each[2] for each in outcome.said if isinstance(each, list)}
    assert (limits["CPU"], limits["NOFILE"]) == (30, 6)
    assert all(limits[name] == 0 for name in ("FSIZE", "NPROC", "CORE", "MEMLOCK", "MSGQUEUE"))


def test_nothing_is_open_but_the_wire() -> None:
    secret = os.open("/etc/passwd", os.O_RDONLY)
    os.set_inheritable(secret, True)
    try:
        outcome = breach.run(
            "say([fd for fd in range(64) if raw('fcntl', fd, 1, 0) >= 0])\n"
            "say(dict(os.environ))\nsay([sys.flags.isolated, sys.flags.no_site, sys.flags.utf8_mode])\n"
            "say([os.fstat(fd).st_rdev for fd in range(3)])",
            _without("seccomp"),
        )
    finally:
        os.close(secret)
    assert outcome.said[0] == [0, 1, 2, 3]
    # LC_CTYPE is the interpreter's own: PEP 538 sets it when there is no locale.
    assert set(outcome.said[1]) <= {"LC_CTYPE"}
    assert outcome.said[2] == [1, 1, 1]
    assert outcome.said[3] == [os.stat("/dev/null").st_rdev] * 3


def test_a_second_thread_before_the_seal_stops_the_run() -> None:
    program = Path(breach.PROGRAM).with_name("threaded_worker.py")
    with spawn(SealOptions(), program=str(program)) as process:
        assert process.sock.recv(1) == b""
        assert process.wait(5).code == 125
        assert process.failure is not None
        assert "2 threads" in process.failure.reason


def test_a_layer_that_is_asked_for_twice_is_there_twice() -> None:
    """A broker that is itself filtered and landlocked still seals its worker."""
    if sys.platform != "linux":
        pytest.skip("Linux only")
    inside = Path(__file__).with_name("sealed_broker.py")
    done = subprocess.run(
        [sys.executable, str(inside)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(inside.parents[2]), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    # The outer filter has a listener, and the kernel keeps one a process: this worker is killed by the kernel.
    assert "not recorded" in result["seccomp"]
    assert result["signal"] == signal.SIGSYS
    assert result["violation"] == [-1, "unknown", "unknown"]
    assert result["said"] == []
