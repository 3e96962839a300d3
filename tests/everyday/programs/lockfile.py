import os, sys, atexit, time
from pathlib import Path
LOCK = Path("job.lock")
class AlreadyRunning(RuntimeError): ...
def acquire():
    try:
        fd = os.open(LOCK, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        raise AlreadyRunning(f"lock {LOCK} held by {LOCK.read_text() or 'unknown'}")
    os.write(fd, b"pid")
    os.close(fd)
    atexit.register(LOCK.unlink, missing_ok=True)
acquire()
print("locked", LOCK.exists())
try:
    acquire()
except AlreadyRunning as e:
    print(e)
print("done")
