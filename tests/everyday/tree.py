"""What the programs work on: logs, tables, settings and a tree of files, of fixed content and times."""

import os
from pathlib import Path

AT = 1_760_000_000
"""When the files were last changed, but for those that are to be old or new."""


def make(base: Path) -> None:
    """Make everything below *base*."""

    def put(name: str, text: str, mode: int = 0o644, at: int = AT) -> None:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(mode)
        os.utime(path, (at, at))

    put(
        "data/sales.csv",
        "region,product,amount,date\n"
        + "".join(
            f"{r},{p},{i * 7.25:.2f},2026-0{i % 9 + 1}-1{i % 9}\n"
            for i, (r, p) in enumerate(
                (r, p) for r in ("north", "south", "east") for p in ("disk", "cpu", "ram, 16G"[:3])
            )
        ),
    )
    put(
        "data/text.txt",
        "The quick brown fox jumps over the lazy dog. The dog sleeps; the fox runs.\nA second line, with the same fox!\n\nAnd a third -- the end.\n",
    )
    put(
        "data/users.json",
        '[{"name": "ann", "age": 31, "tags": ["ops", "dev"], "address": {"city": "Köln"}}, {"name": "bob", "age": 45, "tags": [], "address": {"city": "Bonn"}}]',
    )
    put("data/nums.txt", "\n".join(str(n * n % 37) for n in range(40)) + "\n")
    put(
        "data/events.jsonl",
        '{"t": "2026-11-02T10:00:00Z", "k": "a", "ms": 12}\n{"t": "2026-11-02T10:05:00Z", "k": "b", "ms": 30}\nnot json\n{"t": "2026-11-02T11:00:00Z", "k": "a", "ms": 99}\n',
    )
    put("conf.d/10-base.json", '{"a": 1, "l": [1, 2], "d": {"x": 1, "y": 2}}')
    put("conf.d/20-site.json", '{"a": 2, "l": [2, 3], "d": {"y": 3}}')
    lv = ["INFO", "DEBUG", "ERROR", "WARNING", "CRITICAL"]
    put(
        "logs/app.log",
        "".join(
            f"2026-11-0{i % 5 + 1} 0{i % 9}:00:{i:02d} [{lv[i * 3 % 5]}] mod.{'abc'[i % 3]}: message {i} from 10.0.0.{i % 7} took {i * 3} ms\n"
            for i in range(60)
        )
        + "garbage line\n",
    )
    put(
        "logs/access.log",
        "".join(
            f'10.0.0.{i % 5} - - [02/Nov/2026:10:{i:02d}:00 +0000] "GET /p{i % 4} HTTP/1.1" {[200, 404, 500][i % 3]} {i * 100}\n'
            for i in range(40)
        ),
    )
    put(
        "etc/app.ini",
        "[DEFAULT]\nbase = /srv\n[server]\nhost = localhost\nport = 8080\ndebug = yes\ntimeout = 2.5\nroot = %(base)s/www\n[paths]\nlog = %(base)s/log\n",
    )
    put(
        "etc/app.toml",
        'title = "x"\n[owner]\nname = "ann"\nborn = 1979-05-27T07:32:00Z\n[db]\nports = [1, 2]\nok = true\nf = 1.5\n',
    )
    put(
        "etc/passwd",
        "root:x:0:0:root:/root:/bin/bash\n# comment\nann:x:1000:1000:Ann:/home/ann:/bin/zsh\nd:x:2:2::/:/usr/sbin/nologin\n",
    )
    put("etc/hosts", "127.0.0.1 localhost\n10.0.0.1 web1 web1.example.com # prod\n\n10.0.0.2 db1\n")
    for n in ("IMG_20260101_1.jpg", "IMG_20260102_12.JPEG", "other.png", "IMG_bad.jpg"):
        put("photos/" + n, n)
    put("tree/a.txt", "alpha\n")
    put("tree/b.txt", "alpha\n")
    put("tree/sub/c.txt", "gamma\n" * 10, 0o666)
    put("tree/sub/deep/d.py", "import os\n# TODO: fix\nprint(os)\n", 0o755)
    put("tree/old.tmp", "x", at=1_600_000_000)
    put("tree/sub/older.tmp", "y", at=1_500_000_000)
    put("tree/sub/new.tmp", "z", at=4_000_000_000)
    (base / "tree/empty").mkdir()
    os.symlink("a.txt", base / "tree/link")
    os.symlink("nowhere", base / "tree/dangling")
    for directory, _, _ in os.walk(base):
        os.utime(directory, (AT, AT))
