import collections
def tail(path, n=5):
    with open(path) as f:
        return list(collections.deque(f, maxlen=n))
print("".join(tail("logs/app.log", 3)), end="")
def tail_bytes(path, n, block=256):
    with open(path, "rb") as f:
        f.seek(0, 2)
        size = f.tell()
        data = b""
        while size > 0 and data.count(b"\n") <= n:
            step = min(block, size)
            size -= step
            f.seek(size)
            data = f.read(step) + data
        return data.splitlines()[-n:]
print(tail_bytes("logs/app.log", 2))
