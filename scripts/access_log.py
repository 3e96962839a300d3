"""Summarize a web server's access log: answers, the busiest clients and paths, errors, bytes by hour.

    rexpy run --policy policies/access_log.cedar scripts/access_log.py
    rexpy run --policy policies/access_log.cedar scripts/access_log.py -- /var/log/nginx/access.log --since 2026-11-02

It reads the combined format of nginx and Apache, from plain files and *.gz. Without a file it reads the sample beside
this script. Clients are shown by network (/24, /64), because a report is passed on. Ends with 1 when more than
--max-errors percent of the answers are 5xx.
"""

import argparse
import gzip
import ipaddress
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

LINE = re.compile(
    r"""
    (?P<client>\S+)\ \S+\ \S+\ \[(?P<time>[^\]]+)\]\ "(?P<request>(?:[^"\\]|\\.)*)"
    \ (?P<status>\d{3})\ (?P<size>\d+|-)(?:\ "(?:[^"\\]|\\.)*"\ "(?P<agent>(?:[^"\\]|\\.)*)")?
    """,
    re.VERBOSE,
)
ROBOT = re.compile(r"bot|crawl|spider|curl|wget", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?<=/)(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/|$)")


class Request(NamedTuple):
    client: str
    time: datetime
    method: str
    path: str
    status: int
    size: int
    agent: str

    @property
    def family(self):
        return f"{self.status // 100}xx"


def parse(line):
    """Return the Request that a line tells of, None where it tells of none."""
    if not (match := LINE.match(line)):
        return None
    method, _, rest = match["request"].partition(" ")
    target = urlsplit(rest.rpartition(" ")[0] or rest)
    try:
        when = datetime.strptime(match["time"], "%d/%b/%Y:%H:%M:%S %z")
    except ValueError:
        return None
    return Request(
        client=match["client"],
        time=when,
        method=method,
        path=IDENTIFIER.sub("*", unquote(target.path)),
        status=int(match["status"]),
        size=0 if match["size"] == "-" else int(match["size"]),
        agent=match["agent"] or "-",
    )


def network(client):
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


def read(paths):
    for path in paths:
        with (gzip.open if path.suffix == ".gz" else open)(
            path, "rt", encoding="utf-8", errors="backslashreplace"
        ) as file:
            yield from file


def moment(text):
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.astimezone()


def show(title, counter, top, total):
    print(f"\n{title}")
    for what, count in sorted(counter.items(), key=lambda item: (-item[1], str(item[0])))[:top]:
        print(f"{count:>8,} {count / total:>6.1%}  {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("logs", nargs="*", type=Path, default=[Path(__file__).with_name("sample") / "access.log"])
    parser.add_argument("--top", type=int, default=5, help="how many of each to show (default: %(default)s)")
    parser.add_argument("--since", type=moment, metavar="ISO-TIME", help="leave out what is older")
    parser.add_argument("--robots", action="store_true", help="count robots as well")
    parser.add_argument("--max-errors", type=float, default=5.0, metavar="PERCENT", help="(default: %(default)s)")
    given = parser.parse_args()

    answers, clients, paths, errors = Counter(), Counter(), Counter(), Counter()
    hours = defaultdict(lambda: [0, 0])
    unread = robots = 0
    for line in read(given.logs):
        request = parse(line)
        if request is None:
            unread += 1
        elif given.since and request.time < given.since:
            continue
        elif ROBOT.search(request.agent) and not given.robots:
            robots += 1
        else:
            answers[request.family] += 1
            clients[network(request.client)] += 1
            paths[f"{request.method} {request.path}"] += 1
            if request.status >= 400:
                errors[f"{request.status} {request.method} {request.path}"] += 1
            hour = hours[request.time.strftime("%Y-%m-%d %H")]
            hour[0] += 1
            hour[1] += request.size

    total = answers.total()
    print(f"{total:,} requests, {robots:,} of robots left out, {unread:,} lines not understood")
    if not total:
        return 0
    show("answers", answers, 9, total)
    show("networks", clients, given.top, total)
    show("paths", paths, given.top, total)
    show("errors", errors, given.top, total)
    print("\nhours")
    most = max(size for _, size in hours.values()) or 1
    for hour, (count, size) in sorted(hours.items()):
        print(f"  {hour}h {count:>6,} {size / 1024:>10,.1f} KiB  {'#' * round(30 * size / most)}")
    share = 100 * answers["5xx"] / total
    if share > given.max_errors:
        print(f"{share:.1f} % of the answers are 5xx, more than {given.max_errors:g} %", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
