"""Rotate the logs of a directory that have grown too large, and compress what is set aside.

    rexpy run --policy policies/rotate_logs.cedar scripts/rotate_logs.py -- /var/log/myapp --size 10M --keep 5
    rexpy run --policy policies/rotate_logs.cedar scripts/rotate_logs.py -- /var/log/myapp --size 10M --keep 5 --dry-run

`app.log` becomes `app.log.1.gz`, what was `app.log.1.gz` becomes `app.log.2.gz` and so on; those beyond --keep are
deleted. An empty log of the same mode takes the old one's place. The program that writes the log has to open it anew.
Ends with 1 when a log could not be rotated; the others are.
"""

import argparse
import gzip
import re
import shutil
import sys
from pathlib import Path

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def size(text):
    match = re.fullmatch(r"(\d+)([KMG]?)", text.upper())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write it as 500, 64K, 10M or 1G")
    return int(match[1]) * UNITS[match[2]]


def archives(log):
    """Return {number: path} of what was set aside of *log* before."""
    found = {}
    for path in log.parent.iterdir():
        if match := re.fullmatch(re.escape(log.name) + r"\.(\d+)\.gz", path.name):
            found[int(match[1])] = path
    return found


def compress(source, target):
    """Write *source* compressed to *target*, with its mode and times."""
    changed = source.stat().st_mtime
    with (
        source.open("rb") as plain,
        target.open("wb") as raw,
        gzip.GzipFile(filename=source.name, mode="wb", fileobj=raw, mtime=changed) as packed,
    ):
        shutil.copyfileobj(plain, packed)
    shutil.copystat(source, target)


def rotate(log, keep, act):
    """Set *log* aside; yield a line for every step. Nothing is done unless *act*."""
    for number, path in sorted(archives(log).items(), reverse=True):
        if number >= keep:
            yield f"delete {path.name}"
            if act:
                path.unlink()
        else:
            later = log.with_name(f"{log.name}.{number + 1}.gz")
            yield f"rename {path.name} -> {later.name}"
            if act:
                path.rename(later)
    first = log.with_name(f"{log.name}.1.gz")
    seen = log.stat()
    yield f"compress {log.name} ({seen.st_size} bytes) -> {first.name}"
    if act:
        aside = log.with_name(f"{log.name}.1")
        log.rename(aside)
        log.touch(exist_ok=False)
        log.chmod(seen.st_mode & 0o777)
        compress(aside, first)
        aside.unlink()


def main():
    parser = argparse.ArgumentParser(description="Rotate and compress logs.")
    parser.add_argument("directory", type=Path)
    parser.add_argument(
        "--size", type=size, default=size("10M"), help="rotate logs of at least this size (default: 10M)"
    )
    parser.add_argument(
        "--keep", type=int, default=5, metavar="N", help="how many to keep of each (default: %(default)s)"
    )
    parser.add_argument("--pattern", default="*.log", help="which files are logs (default: %(default)s)")
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would be done, and do nothing")
    given = parser.parse_args()
    if given.keep < 1:
        parser.error("--keep must be at least 1")

    status = rotated = 0
    for log in sorted(given.directory.glob(given.pattern)):
        if log.is_symlink() or not log.is_file() or log.stat().st_size < given.size:
            continue
        try:
            for step in rotate(log, given.keep, not given.dry_run):
                print(f"would {step}" if given.dry_run else step)
        except FileNotFoundError as error:
            print(f"{log}: gone meanwhile: {error.filename}", file=sys.stderr)
            status = 1
        else:
            rotated += 1
    print(f"{rotated} logs {'to rotate' if given.dry_run else 'rotated'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
