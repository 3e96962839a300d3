"""Numbers that no system call can take are the script's own error, and its run goes on."""
# ruff: noqa: B023, SIM115

import os

HUGE = 10**30


def attempt(name, action):
    try:
        print(name, repr(action()))
    except (OSError, OverflowError, TypeError, ValueError) as error:
        print(name, type(error).__name__, error)


with open("file", "w") as file:
    file.write("some text\n")
read = os.open("file", os.O_RDONLY)
write = os.open("file", os.O_WRONLY)

for value in (HUGE, -HUGE, 1 << 63, -(1 << 63) - 1):
    attempt("utime", lambda: os.utime("file", (value, 1)))
    attempt("utime ns", lambda: os.utime("file", ns=(1, value * 1_000_000_000)))
    attempt("truncate", lambda: os.truncate("file", value))
    attempt("ftruncate", lambda: os.ftruncate(write, value))
    attempt("lseek", lambda: os.lseek(read, value, 0))
    attempt("pread", lambda: os.pread(read, 3, value))
    attempt("pwrite", lambda: os.pwrite(write, b"x", value))
    attempt("open flags", lambda: os.open("file", value))
    attempt("raw seek", lambda: open("file", "rb", buffering=0).seek(value))
    attempt("raw truncate", lambda: open("file", "rb+", buffering=0).truncate(value))

for value in (HUGE, -HUGE, 1 << 31, -(1 << 31) - 1):
    attempt("chmod", lambda: os.chmod("file", value))
    attempt("mkdir", lambda: os.mkdir("directory", value))
    attempt("access", lambda: os.access("file", value))
    attempt("open mode", lambda: os.open("new", os.O_CREAT | os.O_WRONLY, value))

for value in (HUGE, 1 << 32, -2, -HUGE):
    attempt("chown uid", lambda: os.chown("file", value, -1))
    attempt("chown gid", lambda: os.chown("file", -1, value))

for value in (float("nan"), float("inf"), -float("inf"), 1e300, "1", None):
    attempt("utime", lambda: os.utime("file", (value, 1)))
for value in ("1", 1.5, None):
    attempt("chmod", lambda: os.chmod("file", value))
    attempt("truncate", lambda: os.truncate("file", value))
    attempt("mkdir", lambda: os.mkdir("directory", value))
    attempt("chown", lambda: os.chown("file", value, -1))
print(os.path.getsize("file"), os.path.exists("directory"))
