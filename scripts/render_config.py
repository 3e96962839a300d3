"""Fill a template of a configuration file with values from JSON, TOML or INI files, and put it in place.

    rexpy run --policy policies/render_config.cedar scripts/render_config.py -- \\
        /srv/templates/app.conf.tmpl /etc/myapp/app.conf --values /srv/templates/values.toml --set port=8080
    rexpy run --policy policies/render_config.cedar scripts/render_config.py -- \\
        /srv/templates/app.conf.tmpl /etc/myapp/app.conf --values /srv/templates/values.toml --check

`${name}` and `${section.name}` stand for values, `$$` for a dollar. Later values win over earlier ones, --set over all.
The target is written only when it changes, and then as a whole; what it was is kept beside it as *.bak. With --check
nothing is written, and the difference is shown. Ends with 1 when the target changes (with --check) and 3 when a value
is missing or a file cannot be understood.
"""

import argparse
import configparser
import difflib
import json
import shutil
import sys
import tomllib
from pathlib import Path
from string import Template


class Dotted(Template):
    idpattern = r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*"


class Mistake(Exception):
    pass


def flat(values, prefix=""):
    """Yield (dotted name, text) of nested values."""
    for name, value in values.items():
        dotted = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from flat(value, f"{dotted}.")
        elif isinstance(value, list):
            yield dotted, ", ".join(map(str, value))
        elif isinstance(value, bool):
            yield dotted, str(value).lower()
        else:
            yield dotted, str(value)


def load(path):
    text = path.read_text(encoding="utf-8")
    try:
        if path.suffix == ".json":
            return json.loads(text)
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix in {".ini", ".cfg"}:
            parser = configparser.ConfigParser(interpolation=None)
            parser.read_string(text, source=path.name)
            return {section: dict(parser.items(section)) for section in parser.sections()}
    except (ValueError, configparser.Error) as error:
        raise Mistake(f"{path}: {error}") from error
    raise Mistake(f"{path}: values come from .json, .toml, .ini or .cfg")


def setting(text):
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def render(template, values):
    try:
        return Dotted(template.read_text(encoding="utf-8")).substitute(values)
    except KeyError as error:
        raise Mistake(f"{template}: no value for {error.args[0]!r}") from None
    except ValueError as error:
        raise Mistake(f"{template}: {error}") from None


def main():
    parser = argparse.ArgumentParser(description="Fill a template of a configuration file.")
    parser.add_argument("template", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--values", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--set", type=setting, action="append", default=[], metavar="NAME=VALUE", dest="settings")
    parser.add_argument("--check", action="store_true", help="show the difference and write nothing")
    given = parser.parse_args()

    values = {}
    try:
        for path in given.values:
            values |= flat(load(path))
        values.update(given.settings)
        wanted = render(given.template, values)
    except Mistake as mistake:
        print(f"{parser.prog}: {mistake}", file=sys.stderr)
        return 3

    before = given.target.read_text(encoding="utf-8") if given.target.exists() else ""
    if before == wanted:
        print(f"{given.target} is as it should be")
        return 0
    if given.check:
        lines = before.splitlines(keepends=True), wanted.splitlines(keepends=True)
        sys.stdout.writelines(difflib.unified_diff(*lines, "is", "should be"))
        return 1
    if before:
        shutil.copy2(given.target, given.target.with_suffix(given.target.suffix + ".bak"))
    given.target.write_text(wanted, encoding="utf-8")
    print(f"{given.target} written, {len(wanted.splitlines())} lines, {len(values)} values")
    return 0


if __name__ == "__main__":
    sys.exit(main())
