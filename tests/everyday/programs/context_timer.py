import contextlib
import time

@contextlib.contextmanager
def timed(label):
    t0 = time.perf_counter()
    try:
        yield
    finally:
        dt = time.perf_counter() - t0
        print(f"{label}: {'fast' if dt < 5 else 'slow'}")

class Transaction:
    def __init__(self): self.ops = []
    def __enter__(self): return self
    def __exit__(self, et, ev, tb):
        print("rollback" if et else "commit", len(self.ops), et.__name__ if et else None, tb is None)
        return et is ValueError

with timed("work"), Transaction() as t:
    t.ops.append(1)
with Transaction() as t:
    raise ValueError("swallowed")
with contextlib.suppress(FileNotFoundError):
    open("nope.txt")
with contextlib.ExitStack() as stack:
    files = [stack.enter_context(open(p)) for p in ("data/text.txt", "data/sales.csv")]
    print([len(f.readline()) for f in files])
print(all(f.closed for f in files))
