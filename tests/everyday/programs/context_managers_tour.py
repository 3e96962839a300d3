"""Context managers: nested, generator-based, ExitStack, suppression, reentrancy, and resource accounting."""
import contextlib
import io
import os
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
from contextvars import ContextVar
from pathlib import Path

level = ContextVar("level", default=0)
log = []


@contextmanager
def span(name):
    token = level.set(level.get() + 1)
    log.append("  " * token.old_value if isinstance(token.old_value, int) else "" + f"> {name}")
    try:
        yield level.get()
    except ZeroDivisionError:
        log.append(f"swallowed in {name}")
    finally:
        level.reset(token)
        log.append(f"< {name}")


class Transaction:
    def __init__(self, store):
        self.store = store

    def __enter__(self):
        self.backup = dict(self.store)
        return self.store

    def __exit__(self, exc_type, exc, tb):
        if exc_type is not None:
            self.store.clear()
            self.store.update(self.backup)
            return issubclass(exc_type, LookupError)


@contextmanager
def chdir(path):
    old = os.getcwd()
    os.chdir(path)
    try:
        yield Path.cwd()
    finally:
        os.chdir(old)


store = {"a": 1}
with Transaction(store) as s:
    s["b"] = 2
with Transaction(store) as s:
    s["c"] = 3
    raise KeyError("undo")
try:
    with Transaction(store) as s:
        s.clear()
        raise ValueError("also undone")
except ValueError as e:
    print(store, e)

with span("outer") as o, span("inner") as i:
    print(o, i)
    1 / 0
print(log, level.get())

with ExitStack() as stack:
    files = [stack.enter_context(open(f"f{n}.txt", "w")) for n in range(3)]
    for n, f in enumerate(files):
        f.write(str(n))
    stack.callback(print, "callback ran")
    stack.push(lambda *exc: print("exc", exc[0]))
print([f.closed for f in files], [Path(f"f{n}.txt").read_text() for n in range(3)])

with chdir("tree") as cwd, suppress(FileNotFoundError):
    print(cwd.name, sorted(p.name for p in Path().iterdir() if p.suffix == ".txt"))
    open("missing")
    print("not reached")
print(Path.cwd().name in ("one", "two"))
buf = io.StringIO()
with redirect_stdout(buf):
    print("captured")
    with redirect_stdout(sys.__stdout__):
        print("straight")
print(repr(buf.getvalue()))


class Conn:
    closed = False

    def close(self):
        self.closed = True


with closing(Conn()) as c:
    pass
print(c.closed, end=" ")
with nullcontext("x") as x:
    print(x)
with tempfile.TemporaryDirectory(dir=".") as d:
    (Path(d) / "x").write_text("1")
    print(os.listdir(d), Path(d).exists())
print(Path(d).exists())


@contextmanager
def broken():
    yield 1
    yield 2


try:
    with broken():
        pass
except RuntimeError as e:
    print(e)


class timed(contextlib.ContextDecorator):
    def __enter__(self):
        self.t = time.perf_counter()
        return self

    def __exit__(self, *exc):
        print("took >= 0:", time.perf_counter() - self.t >= 0)
        return False


@timed()
def work():
    return sum(range(1000))


print(work())
