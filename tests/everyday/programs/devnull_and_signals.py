"""Silence output with the null device, and register handlers for a clean end, as daemons and cron jobs do."""
import contextlib
import io
import os
import signal
import sys
from pathlib import Path

stopping = []


def stop(signum, frame):
    stopping.append(signum)


for name in ("SIGTERM", "SIGINT", "SIGHUP"):
    before = signal.signal(getattr(signal, name), stop)
    print(name, before in (signal.SIG_DFL, signal.default_int_handler, signal.SIG_IGN), signal.getsignal(getattr(signal, name)) is stop)
for bad in (lambda: signal.signal(signal.SIGKILL, stop), lambda: signal.signal(signal.SIGTERM, 5), lambda: signal.signal(999, stop)):
    try:
        bad()
    except (OSError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(signal.Signals(15).name, signal.strsignal(9), stopping)

with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
    print("nobody sees this")
    print("x" * 100_000)
with open(os.devnull, "wb") as raw, open(os.devnull, "rb", buffering=0) as source:
    print(raw.write(b"abc"), source.read(), source.read(10), raw.name, raw.mode)
print(repr(Path(os.devnull).read_text()), list(open(os.devnull)), Path("/dev/null").open("a").write("1"))
null = open(os.devnull, "r+")
null.write("gone")
null.seek(0)
print(repr(null.read()), null.tell(), null.readable(), null.writable(), null.isatty())
null.close()
sys.stderr = open(os.devnull, "w")
print("hidden", file=sys.stderr)
sys.stderr.close()
sys.stderr = sys.__stderr__
print(stopping, "done")
