"""Report on log files: levels, the most frequent messages, the busiest hours.

    rexpy run --policy policies/log_report.cedar scripts/log_report.py
    rexpy run --policy policies/log_report.cedar scripts/log_report.py -- /var/log/syslog

Without a path it reports on the sample beside this script. A directory stands for its *.log files; files that end in
.gz are read through gzip. Ends with 1 when a file is missing.
"""

import argparse
import gzip
import re
import sys
from collections import Counter
from pathlib import Path

ISO = re.compile(r"(?P<hour>\d{4}-\d\d-\d\d[T ]\d\d):\d\d:\d\d\S*\s+(?:(?P<level>[A-Z]{4,8})\s+)?(?P<rest>.*)")
SYSLOG = re.compile(r"(?P<hour>[A-Z][a-z]{2} [ \d]\d \d\d):\d\d:\d\d \S+ (?P<rest>.*)")
GUESS = re.compile(r"\b(critical|error|warning|failed|failure)\b", re.IGNORECASE)
NUMBERS = re.compile(r"\b(?:0x[0-9a-f]+|\d+(?:[.:]\d+)*)\b")
LEVELS = {"failed": "ERROR", "failure": "ERROR", "WARN": "WARNING"}


class Report:
    def __init__(self):
        self.lines = 0
        self.other = 0
        self.levels = Counter()
        self.hours = Counter()
        self.messages = Counter()

    def add(self, line):
        self.lines += 1
        match = ISO.match(line) or SYSLOG.match(line)
        if match is None:
            self.other += 1
            return
        found = match.groupdict()
        level = found.get("level")
        if level is None:
            guess = GUESS.search(found["rest"])
            level = guess.group(1) if guess else "INFO"
            level = LEVELS.get(level.lower(), level.upper())
        level = LEVELS.get(level, level)
        self.levels[level] += 1
        self.hours[found["hour"].replace("T", " ")] += 1
        if level not in ("INFO", "DEBUG"):
            self.messages[f"{level:8} {NUMBERS.sub('#', found['rest'])}"] += 1

    def show(self, top):
        print(f"{self.lines} lines, {self.other} not understood")
        print("\nlevels")
        for level, count in sorted(self.levels.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {level:10}{count:6}")
        print("\nmost frequent problems")
        for message, count in sorted(self.messages.items(), key=lambda item: (-item[1], item[0]))[:top]:
            print(f"  {count:4}  {message[:90]}")
        print("\nbusiest hours")
        most = max(self.hours.values(), default=1)
        for hour, count in sorted(self.hours.items(), key=lambda item: (-item[1], item[0]))[:top]:
            print(f"  {hour}h {count:6}  {'#' * round(40 * count / most)}")


def log_files(path):
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix == ".log")
    return [path]


def read_lines(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace") as file:
        for line in file:
            yield line.rstrip("\n")


def main():
    parser = argparse.ArgumentParser(description="Report on log files.")
    parser.add_argument("paths", nargs="*", type=Path, default=[Path(__file__).parent / "sample" / "app.log"])
    parser.add_argument("--top", type=int, default=5, help="how many messages and hours to show")
    given = parser.parse_args()

    report = Report()
    status = 0
    for path in given.paths:
        try:
            for file in log_files(path):
                for line in read_lines(file):
                    report.add(line)
        except FileNotFoundError as error:
            print(f"{error.filename}: there is no such file", file=sys.stderr)
            status = 1
    report.show(given.top)
    return status


if __name__ == "__main__":
    sys.exit(main())
