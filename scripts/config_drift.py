"""Say which settings of a host drifted from a baseline.

    rexpy run --policy policies/config_drift.cedar scripts/config_drift.py -- /srv/baseline /etc/myapp
    rexpy run --policy policies/config_drift.cedar scripts/config_drift.py -- /srv/baseline /etc/myapp --json

Every file of the baseline is compared with the file of the same name: .ini and .conf by section and option, .json and
.toml by key, anything else by line. Values of settings whose names look secret are not shown. Ends with 1 on drift.
"""

import argparse
import configparser
import difflib
import json
import re
import sys
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

SECRET = re.compile(r"passw|secret|token|key", re.IGNORECASE)


@dataclass(frozen=True)
class Drift:
    file: str
    setting: str
    wanted: str | None
    found: str | None

    def __str__(self):
        if self.wanted is None:
            return f"{self.file}: {self.setting}: added, {self.found}"
        if self.found is None:
            return f"{self.file}: {self.setting}: removed, was {self.wanted}"
        return f"{self.file}: {self.setting}: {self.wanted} -> {self.found}"


def flatten(value, prefix=""):
    """Return {dotted name: text} of nested dicts and lists."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = ((str(index), item) for index, item in enumerate(value))
    else:
        return {prefix: json.dumps(value, default=str)}
    found = {}
    for name, item in pairs:
        found |= flatten(item, f"{prefix}.{name}" if prefix else str(name))
    return found


def settings(path, text):
    """Return {name: text} of the settings in a file, None when it holds only lines."""
    match path.suffix:
        case ".json":
            return flatten(json.loads(text))
        case ".toml":
            return flatten(tomllib.loads(text))
        case ".ini" | ".conf":
            parser = configparser.ConfigParser(interpolation=None)
            parser.read_string(text)
            return flatten({section: dict(parser[section]) for section in parser.sections()})
        case _:
            return None


def drifts(name, wanted_text, found_text):
    wanted, found = settings(Path(name), wanted_text), settings(Path(name), found_text)
    if wanted is None or found is None:
        for line in difflib.ndiff(wanted_text.splitlines(), found_text.splitlines()):
            if line.startswith("- "):
                yield Drift(name, "line", line[2:], None)
            elif line.startswith("+ "):
                yield Drift(name, "line", None, line[2:])
        return
    for setting in sorted(wanted.keys() | found.keys()):
        before, after = wanted.get(setting), found.get(setting)
        if before != after:
            if SECRET.search(setting):
                before, after = before and "(hidden)", after and "(hidden)"
            yield Drift(name, setting, before, after)


def main():
    parser = argparse.ArgumentParser(description="Say which settings drifted from a baseline.")
    parser.add_argument("baseline", type=Path)
    parser.add_argument("current", type=Path)
    parser.add_argument("--json", action="store_true", help="print the drift as JSON")
    given = parser.parse_args()

    found = []
    for path in sorted(given.baseline.iterdir()):
        if not path.is_file():
            continue
        try:
            current = (given.current / path.name).read_text(encoding="utf-8")
        except FileNotFoundError:
            found.append(Drift(path.name, "the file", "present", None))
            continue
        try:
            found.extend(drifts(path.name, path.read_text(encoding="utf-8"), current))
        except (ValueError, configparser.Error) as error:
            print(f"{path.name}: cannot be read as {path.suffix[1:]}: {error}", file=sys.stderr)
            return 3
    if given.json:
        print(json.dumps([asdict(drift) for drift in found], indent=2))
    else:
        for drift in found:
            print(drift)
        print(f"{len(found)} settings drifted" if found else "no drift")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
