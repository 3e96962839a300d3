"""os and os.path: entries, descriptors, walking, and the errors of each."""
# ruff: noqa: B023, SIM115

import errno
import glob
import os
import stat


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


os.mkdir("d")
os.makedirs("d/e/f", exist_ok=True)
print(attempt(os.mkdir, "d"), attempt(os.makedirs, "d/e"), attempt(os.mkdir, "no/where"), attempt(os.rmdir, "d"))
with open("d/a", "w") as f:
    f.write("12345")
os.symlink("a", "d/link")
os.symlink("nothing", "d/broken")
print(sorted(os.listdir("d")), sorted(os.listdir(b"d")), attempt(os.listdir, "nope"), attempt(os.listdir, "d/a"))
for entry in sorted(os.scandir("d"), key=lambda entry: entry.name):
    print(
        entry.name,
        entry.path,
        entry.is_file(),
        entry.is_dir(),
        entry.is_symlink(),
        entry.is_file(follow_symlinks=False),
        attempt(lambda: entry.stat().st_size),
        entry.stat(follow_symlinks=False).st_mode & 0o777 > 0,
        repr(entry),
        os.fspath(entry),
        entry.inode() == os.lstat(entry.path).st_ino,
    )
with os.scandir("d") as entries:
    print(next(entries).name in os.listdir("d"))
s = os.stat("d/a")
print(
    s.st_size,
    stat.S_ISREG(s.st_mode),
    s[6],
    len(s),
    s.st_mtime_ns // 10**9 == int(s.st_mtime),
    s.st_mtime == os.path.getmtime("d/a"),
)
print(
    stat.S_ISLNK(os.lstat("d/link").st_mode), os.readlink("d/link"), os.readlink(b"d/link"), attempt(os.readlink, "d/a")
)
print(
    attempt(os.stat, "d/broken"),
    attempt(os.stat, "nope"),
    attempt(os.stat, "d/a/"),
    attempt(os.stat, "x\0")[:10],
    attempt(os.stat, ""),
    attempt(os.stat, None),
)
for name in ("d", "d/a", "d/link", "d/broken", "nope", "d/"):
    print(
        name,
        os.path.exists(name),
        os.path.lexists(name),
        os.path.isfile(name),
        os.path.isdir(name),
        os.path.islink(name),
    )
os.chmod("d/a", 0o640)
print(oct(os.stat("d/a").st_mode), os.access("d/a", os.R_OK), os.access("nope", os.F_OK))
os.utime("d/a", (1_000_000_000, 1_100_000_000.5))
print(os.stat("d/a").st_atime_ns, os.stat("d/a").st_mtime_ns, os.path.getmtime("d/a"))
os.utime("d/a", ns=(5, 7))
print(os.stat("d/a").st_mtime_ns, attempt(os.utime, "d/a", (1,)), attempt(os.utime, "d/a", (1, 2), ns=(1, 2)))
os.rename("d/a", "d/b")
print(attempt(os.rename, "nope", "other"), attempt(os.remove, "nope"), os.path.exists("d/a"))
os.replace("d/b", "d/a")
os.truncate("d/a", 2)
print(open("d/a").read(), os.path.getsize("d/a"))
print([(top, sorted(dirs), sorted(files)) for top, dirs, files in os.walk("d")])
print([(top, sorted(dirs), sorted(files)) for top, dirs, files in os.walk("d", topdown=False)])
print(list(os.walk("nope")), sorted(glob.glob("d/**", recursive=True)), sorted(glob.glob("d/*[ab]")), glob.glob("z*"))

fd = os.open("fd", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
print(
    os.write(fd, b"0123456789"), os.lseek(fd, 2, os.SEEK_SET), os.read(fd, 3), os.pread(fd, 2, 8), os.fstat(fd).st_size
)
print(os.pwrite(fd, b"XY", 0), os.ftruncate(fd, 5), os.fsync(fd), os.lseek(fd, 0, os.SEEK_END), os.isatty(fd))
other = os.dup(fd)
os.close(fd)
print(os.lseek(other, 0, os.SEEK_SET), os.read(other, 99), attempt(os.read, fd, 1), attempt(os.close, 12345))
with os.fdopen(other, "r+") as f:
    f.seek(0)
    print(f.read(), f.fileno() == other)
print(
    attempt(os.close, other),
    attempt(os.open, "fd", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
    attempt(os.open, "nope", os.O_RDONLY),
)
readonly = os.open("fd", os.O_RDONLY)
print(attempt(os.write, readonly, b"x"))
os.close(readonly)
directory = os.open("d", os.O_RDONLY | os.O_DIRECTORY)
os.fsync(directory)
os.close(directory)
print(attempt(os.open, "fd", os.O_RDONLY | os.O_DIRECTORY))
with open("fd") as f:
    number = f.fileno()
    print(os.fstat(number).st_size, os.read(number, 2), number > 2)

before = os.getcwd()
os.chdir("d")
print(
    os.path.relpath(os.getcwd(), before),
    open("a").read(),
    os.path.abspath("x") == os.path.join(before, "d", "x"),
    attempt(os.chdir, "a"),
    attempt(os.chdir, "nope"),
)
os.chdir("..")
print(os.getcwd() == before, os.getcwdb() == before.encode(), os.path.samefile("d", "./d"))
print(os.umask(0o077), os.umask(0o022))
os.removedirs("d/e/f")
print(
    os.path.exists("d/e"),
    os.path.join("a", "b"),
    os.path.splitext("x.tar.gz"),
    os.path.commonpath(["/a/b", "/a/c"]),
    os.path.realpath("d/link") == os.path.join(before, "d", "a"),
)
os.environ["NEW"] = "value"
print(os.getenv("NEW"), os.environ.get("NONE"), os.path.expandvars("$NEW/x"), attempt(lambda: os.environ["NONE"]))
print(attempt(lambda: os.environ.update(A=1)), "NEW" in os.environ, os.environ.pop("NEW"), os.getenv("NEW", "gone"))
print(
    os.sep, os.linesep, os.name, os.curdir, os.devnull, os.strerror(errno.ENOENT), os.fsencode("é"), os.fsdecode(b"a")
)
vfs = os.statvfs(".")
print(vfs.f_bsize > 0, vfs.f_blocks >= vfs.f_bfree, vfs.f_namemax)
