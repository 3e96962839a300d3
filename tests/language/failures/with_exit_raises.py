class Lock:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        raise RuntimeError("exit failed")


with Lock() as lock:
    raise ValueError("in the block")
