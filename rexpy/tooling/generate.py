"""Writes the generated pages, or says which are stale.

`python -m rexpy.tooling.generate [--check] [DIRECTORY]`; the directory is `docs/operations` under the
current one unless it is given. `--check` writes nothing and ends with 1 when a page is missing, differs, or
is there without being generated, and also when there is nothing to check.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rexpy.tooling.pages import pages

DIRECTORY = Path("docs/operations")


def stale(directory: Path, wanted: Mapping[str, str]) -> list[str]:
    """Return, one sentence each, how the Markdown files in *directory* differ from *wanted*."""
    found: list[str] = []
    for name, text in wanted.items():
        path = directory / name
        if not path.is_file():
            found.append(f"{path} is missing")
        elif path.read_text(encoding="utf-8") != text:
            found.append(f"{path} is stale")
    if directory.is_dir():
        found += [
            f"{path} is not generated any more" for path in sorted(directory.glob("*.md")) if path.name not in wanted
        ]
    return found


def write(directory: Path, wanted: Mapping[str, str]) -> None:
    """Make the Markdown files in *directory* exactly *wanted*."""
    directory.mkdir(parents=True, exist_ok=True)
    for path in directory.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (directory / name).write_text(text, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages, or check them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rexpy.tooling.generate", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("directory", nargs="?", type=Path, default=DIRECTORY)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when something is stale")
    given = parser.parse_args(argv)
    wanted = pages()
    if not wanted:
        print("there is nothing to generate or check: no operation is declared", file=sys.stderr)
        return 1
    if not given.check:
        write(given.directory, wanted)
        return 0
    found = stale(given.directory, wanted)
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        print("run: python -m rexpy.tooling.generate", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
