"""Merge INI files as drop-in directories do: app.ini first, then app.ini.d/*.ini by name, later settings winning.

    rexpy run --policy policies/merge_ini.cedar scripts/merge_ini.py -- /srv/settings/app.ini
    rexpy run --policy policies/merge_ini.cedar scripts/merge_ini.py -- /srv/settings/app.ini --explain
    rexpy run --policy policies/merge_ini.cedar scripts/merge_ini.py -- \\
        /srv/settings/app.ini --output /srv/settings/out/app.ini

--explain says which file each setting comes from, and what it hides. An option set to nothing (`name =`) is removed.
The output is written through a temporary file and moved into place. Ends with 1 when a file cannot be understood.
"""

import argparse
import configparser
import logging
import os
import sys
import tempfile
from pathlib import Path

log = logging.getLogger("merge_ini")


def parse(path):
    parser = configparser.ConfigParser(interpolation=None, allow_no_value=True, strict=True)
    parser.optionxform = str
    with path.open(encoding="utf-8") as file:
        parser.read_file(file, source=path.name)
    return parser


def merge(paths):
    """Return {section: {option: [(file, value), …]}}, the value that holds last."""
    merged = {}
    for path in paths:
        parser = parse(path)
        log.info("%s: %d sections", path.name, len(parser.sections()))
        for section in parser.sections():
            options = merged.setdefault(section, {})
            for option, value in parser[section].items():
                options.setdefault(option, []).append((path.name, value or None))
    return merged


def result(merged):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    for section, options in merged.items():
        held = {option: history[-1][1] for option, history in options.items() if history[-1][1] is not None}
        if held:
            parser[section] = held
    return parser


def explain(merged):
    for section, options in merged.items():
        print(f"[{section}]")
        for option, history in options.items():
            file, value = history[-1]
            print(f"{option} = {value}" if value is not None else f"# {option} is removed", f"  # {file}", sep="")
            for file, value in reversed(history[:-1]):
                print(f"#   hides {value!r} of {file}")
        print()


def write(parser, target):
    descriptor, name = tempfile.mkstemp(prefix=".merge-", suffix=".ini", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            parser.write(file)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def main():
    parser = argparse.ArgumentParser(description="Merge INI files as drop-in directories do.")
    parser.add_argument("file", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--explain", action="store_true", help="say where each setting comes from")
    what.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("-v", "--verbose", action="store_true", help="say which files are read")
    given = parser.parse_args()
    logging.basicConfig(
        level=logging.INFO if given.verbose else logging.WARNING, format="%(name)s: %(levelname)s: %(message)s"
    )

    drop_ins = given.file.with_name(given.file.name + ".d")
    paths = [given.file, *sorted(drop_ins.glob("*.ini"))] if drop_ins.is_dir() else [given.file]
    try:
        merged = merge(paths)
    except (configparser.Error, UnicodeDecodeError) as error:
        log.error("%s", str(error).replace("\n", " "))
        return 1
    if given.explain:
        explain(merged)
    elif given.output:
        write(result(merged), given.output)
        print(f"{sum(map(len, merged.values()))} settings of {len(paths)} files in {given.output}")
    else:
        result(merged).write(sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
