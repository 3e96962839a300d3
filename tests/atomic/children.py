"""Work done in a forked child: as another user, or under a kernel that lacks O_TMPFILE."""

import ctypes
import errno
import json
import os
import struct
import traceback
from collections.abc import Callable
from typing import Any

import pytest

NOBODY = 65534
_OPENAT = {"x86_64": 257, "aarch64": 56}
_O_TMPFILE = 0o20000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LOAD, _EQUALS, _HAS, _RETURN = 0x20, 0x15, 0x45, 0x06


def in_child(work: Callable[[], Any], *, before: Callable[[], None]) -> Any:
    """Return what `work` returns in a child where `before` has been done; its failure is the test's."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            before()
            told = {"value": work()}
        except BaseException:
            told = {"failed": traceback.format_exc()}
        with os.fdopen(writing, "w") as out:
            json.dump(told, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as source:
        text = source.read()
    os.waitpid(pid, 0)
    told = json.loads(text)
    assert "failed" not in told, told["failed"]
    return told["value"]


def become_nobody() -> None:
    """Give up root."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def as_nobody(work: Callable[[], Any]) -> Any:
    """Do `work` as an ordinary user: as oneself, or where that is root, as nobody."""
    return in_child(work, before=become_nobody if os.geteuid() == 0 else lambda: None)


def _refuse_tmpfile() -> None:
    number = _OPENAT[os.uname().machine]
    program = [
        (_LOAD, 0, 0, 0),  # the system call's number
        (_EQUALS, 0, 3, number),
        (_LOAD, 0, 0, 16 + 2 * 8),  # the low word of its third argument, the flags
        (_HAS, 0, 1, _O_TMPFILE),
        (_RETURN, 0, 0, _ERRNO | errno.EOPNOTSUPP),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *one) for one in program))
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or prctl(_PR_SET_SECCOMP, _MODE_FILTER, whole):
        raise OSError(ctypes.get_errno(), "the filter cannot be installed")


def without_tmpfile(work: Callable[[], Any]) -> Any:
    """Do `work` where the kernel answers O_TMPFILE as a file system without it does."""
    if os.uname().machine not in _OPENAT:
        pytest.skip("the filter is written for x86-64 and aarch64")
    return in_child(work, before=_refuse_tmpfile)
