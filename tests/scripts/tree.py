"""The tree that the scripts work on, and how it looks."""

import gzip
import hashlib
import os
import time
from pathlib import Path

DAY = 24 * 60 * 60
NOW = int(time.time())


def _put(path: Path, content: bytes, *, days_old: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    at = NOW - days_old * DAY
    os.utime(path, (at, at))


def make(base: Path) -> None:
    """Make every directory that a policy names, below *base* at the same path."""
    data, backup = base / "srv/data", base / "srv/backup"
    for root in (data, backup):
        _put(root / "same.txt", b"the same\n", days_old=10)
        _put(root / "deep/er/changed.txt", root.name.encode(), days_old=400)
        _put(root / "kind", b"", days_old=1)
        os.symlink(f"to-{root.name}", root / "link")
    _put(data / "deep/only here", b"x" * 70_000, days_old=500)
    _put(backup / "gone.bin", bytes(range(256)) * 9000, days_old=1)
    (backup / "kind").unlink()
    (backup / "kind").mkdir()
    (data / "caf\u00e9").mkdir()

    sums = base / "srv/sums"
    sums.mkdir()
    digest = hashlib.sha256(b"the same\n").hexdigest()
    _put(sums / "data.sha256", f"{digest}  same.txt\n{'0' * 64}  kind\n{'1' * 64}  lost\n".encode(), days_old=3)
    _put(base / "srv/hosts.txt", b"# names\nlocalhost\n\nlocalhost # again\n", days_old=3)

    jobs = base / "var/tmp/jobs"
    for name in ("a.tmp", "sub/b.swp", "sub/core.123", "sub/keep.txt"):
        _put(jobs / name, b"rubbish", days_old=30)
    _put(jobs / "new.tmp", b"in use", days_old=0.1)
    os.symlink("sub/keep.txt", jobs / "link.tmp")

    baseline, current = base / "srv/baseline", base / "etc/myapp"
    _put(baseline / "app.ini", b"[web]\nport = 80\npassword = a\n[log]\nlevel = info\n", days_old=1)
    _put(current / "app.ini", b"[web]\nport = 8080\npassword = b\n[new]\nx = 1\n", days_old=1)
    _put(baseline / "app.json", b'{"a": [1, 2, {"b": null}], "c": true}', days_old=1)
    _put(current / "app.json", b'{"a": [1, 3, {"b": null}]}', days_old=1)
    _put(baseline / "app.toml", b"[x]\ny = 1979-05-27\n", days_old=1)
    _put(current / "app.toml", b"[x]\ny = 1979-05-28\n", days_old=1)
    _put(baseline / "motd", b"one\ntwo\n", days_old=1)
    _put(current / "motd", b"one\nthree\n", days_old=1)
    _put(baseline / "missing.conf", b"[a]\n", days_old=1)

    log = base / "var/log"
    _put(log / "app.log", b"2026-01-02T03:04:05 ERROR db: lost 17 rows\nno date\n", days_old=1)
    _put(
        log / "syslog",
        b"Jan  2 03:04:05 host cron[77]: job 5 failed\nJan  2 04:04:05 host cron[78]: started\n",
        days_old=1,
    )

    _more(base)


def _more(base: Path) -> None:
    logs = base / "var/log/myapp"
    _put(logs / "web.log", b"2026-11-02 GET /\n" * 300, days_old=1)
    _put(logs / "jobs.log", b"2026-11-02 started\n" * 300, days_old=2)
    _put(logs / "small.log", b"one line\n", days_old=1)
    (logs / "web.log").chmod(0o640)
    for number in (1, 2, 3):
        _put(logs / f"web.log.{number}.gz", b"older %d" % number, days_old=number)
    os.symlink("web.log", logs / "link.log")
    _put(
        base / "var/log/nginx/access.log.1.gz",
        gzip.compress(b'192.0.2.7 - - [02/Nov/2026:08:00:05 +0000] "GET /a HTTP/1.1" 500 12 "-" "-"\n', mtime=0),
        days_old=1,
    )

    templates = base / "srv/templates"
    _put(
        templates / "app.conf.tmpl",
        b"port = ${web.port}\nhosts = ${hosts}\nprice = $$5\ndebug = ${debug}\n",
        days_old=1,
    )
    _put(templates / "values.toml", b'hosts = ["a", "b"]\ndebug = false\n[web]\nport = 80\n', days_old=1)
    _put(templates / "more.ini", b"[web]\nport = 81\n", days_old=1)
    _put(templates / "bad.json", b"{", days_old=1)
    _put(base / "etc/myapp/app.conf", b"port = 80\nhosts = a\n", days_old=9)

    certs = base / "srv/certs"
    _put(
        certs / "one.txt",
        b"subject=CN = one.example.com\nissuer=CN = CA\nnotBefore=Jan  1 00:00:00 2026 GMT\nnotAfter=Jan  1 00:00:00 2030 GMT\n",
        days_old=1,
    )
    _put(certs / "cut.pem", b"Certificate:\n  Subject: CN = cut\n", days_old=1)

    reports = base / "srv/reports"
    sales = "region;amount;status\nnord;10.50;paid\ns\u00fcd;1200;paid\nnord;2;open\nnord;x;paid\nost;7;paid\n"
    _put(reports / "sales.csv", sales.encode(), days_old=1)
    _put(reports / "sizes.csv.gz", gzip.compress(b'name,size\n"a, b",3\nc,40\n', mtime=0), days_old=1)
    (reports / "out").mkdir()
    _put(
        reports / "events.jsonl",
        b'{"type": "login", "user": {"id": 7, "role": "admin"}}\n{"type": "login", "user": {"id": 12}, "tags": ["a", null]}\n\n{"type"\n',
        days_old=1,
    )
    _put(reports / "one.json", b'[1, 2.5, true, {"deep": []}]', days_old=1)

    backups = base / "srv/backups"
    for day in range(1, 29):
        _put(backups / f"db-2026-10-{day:02}.sql.gz", b"x" * day, days_old=1)
    for name in (
        "etc_20261102T0300.tgz",
        "etc_20261102T1500.tgz",
        "etc_20251102.tgz",
        "notes-2026.txt",
        "db-2026-13-01.zip",
    ):
        _put(backups / name, b"backup", days_old=1)
    _put(backups / "mail-2026-11-01.tar.gz", b"backup", days_old=1)
    _put(backups / "mail-2026-11-02.tar.gz", b"", days_old=1)

    settings = base / "srv/settings"
    _put(settings / "app.ini", b"[web]\nport = 80\nHost = a\n[log]\nlevel = info\n", days_old=1)
    _put(settings / "app.ini.d/10-site.ini", b"[web]\nport = 8080\n", days_old=1)
    _put(settings / "app.ini.d/20-local.ini", b"[web]\nport = 9090\nHost =\n[new]\nx = %(y)s\n", days_old=1)
    _put(settings / "wrong.ini", b"[a]\nx = 1\nx = 2\n", days_old=1)
    (settings / "out").mkdir()


def _read(path: Path) -> bytes:
    # Reading must not count as use: clean_tmp.py goes by the time of the last access.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOATIME", 0))
    with open(descriptor, "rb") as file:
        return file.read()


def look(base: Path) -> dict[str, tuple[object, ...]]:
    """Return what is there: kind, mode, time of change and content of every entry, by path."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(base.rglob("*")):
        seen = path.lstat()
        content: object = os.readlink(path) if path.is_symlink() else _read(path) if path.is_file() else None
        found[str(path.relative_to(base))] = (seen.st_mode, seen.st_ino, seen.st_mtime_ns, content)
    return found
