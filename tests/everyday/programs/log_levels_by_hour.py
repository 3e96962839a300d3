#!/usr/bin/env python3
"""Count log levels per hour and render an ASCII histogram."""
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Iterator, Optional

LINE = re.compile(r"^(?P<ts>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) \[(?P<level>[A-Z]+)\] (?P<src>[\w.]+): (?P<msg>.*)$")


@dataclass(order=True, frozen=True)
class Entry:
    when: datetime
    level: str = field(compare=False)
    source: str = field(compare=False)
    message: str = field(compare=False)

    @classmethod
    def parse(cls, line: str) -> Optional["Entry"]:
        if not (m := LINE.match(line)):
            return None
        return cls(datetime.fromisoformat(m["ts"]), m["level"], m["src"], m["msg"])


def entries(path: Path) -> Iterator[Entry]:
    bad = 0
    with path.open(encoding="utf-8") as fh:
        for line in map(str.rstrip, fh):
            if (entry := Entry.parse(line)) is None:
                bad += 1
                continue
            yield entry
    print(f"skipped {bad} malformed line(s)", file=sys.stderr)


def main() -> int:
    table: dict[int, Counter] = defaultdict(Counter)
    slow = []
    for e in sorted(entries(Path("logs/app.log"))):
        table[e.when.hour][e.level] += 1
        if (m := re.search(r"took (\d+) ms", e.message)) and int(m[1]) > 150:
            slow.append((int(m.group(1)), e.source))
    width = max(sum(c.values()) for c in table.values())
    for hour, counts in sorted(table.items()):
        total = sum(counts.values())
        bar = "█" * round(40 * total / width)
        detail = ", ".join(f"{k}={v}" for k, v in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
        print(f"{hour:02d}h {total:>3} {bar:<40} {detail}")
    print("slowest:", *(f"{ms}ms@{src}" for ms, src in sorted(slow, reverse=True)[:3]))
    return 0 if slow else 1


if __name__ == "__main__":
    raise SystemExit(main())
