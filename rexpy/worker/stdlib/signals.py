"""`signal` for scripts: handlers are kept and never called, for none reaches a script; what ends a run kills it."""

from __future__ import annotations

import errno
import os
import signal as real
from typing import Any

from rexpy.worker.stdlib.refusals import refusal

_handlers: dict[int, Any] = {int(real.SIGINT): real.default_int_handler}


def _number(signalnum: Any) -> int:
    number = int(signalnum)
    if not 0 < number < real.NSIG:
        raise ValueError("signal number out of range")
    return number


def signal(signalnum: int, handler: Any, /) -> Any:
    """Keep *handler* for a signal, and return the one that was kept before."""
    number = _number(signalnum)
    if not callable(handler) and handler not in (real.SIG_DFL, real.SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if number in (real.SIGKILL, real.SIGSTOP):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    before = getsignal(number)
    _handlers[number] = handler
    return before


def getsignal(signalnum: int, /) -> Any:
    """Return the handler that is kept for a signal."""
    return _handlers.get(_number(signalnum), real.SIG_DFL)


_LATER = "a script gets no signals; use asyncio.timeout, or compare time.monotonic() with a deadline"
alarm = refusal("signal.alarm", _LATER)
setitimer = refusal("signal.setitimer", _LATER)
pause = refusal("signal.pause", "a script gets no signals, and would wait for ever")
raise_signal = refusal("signal.raise_signal", "raise an exception, or call sys.exit")
siginterrupt = refusal("signal.siginterrupt", "a script gets no signals")
signal.__module__ = getsignal.__module__ = "signal"
