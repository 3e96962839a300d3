"""Fenced blocks of a Markdown file, with the line on which they begin and the file name that a line before them gives."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_NAMED = re.compile(r"^`([\w.-]+)`:$")


class Block(NamedTuple):
    """One fenced block. *name* is that of the file that it shows, None where it shows none."""

    file: str
    line: int
    language: str
    text: str
    name: str | None


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of the file."""
    opened: int | None = None
    language, name, held = "", None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("```"):
            if opened is not None:
                held.append(line)
            elif line:
                match = _NAMED.match(line)
                name = match[1] if match else None
        elif opened is None:
            opened, language, held = number, line[3:].strip(), []
        else:
            yield Block(path.name, opened, language, "\n".join(held) + "\n", name)
            opened, name = None, None
    assert opened is None, f"{path}: a block is not closed"


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield (command, output as shown) of a console block."""
    command: str | None = None
    shown: list[str] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, "\n".join(shown).strip()
            command, shown = line[2:], []
        else:
            assert command is not None, "a console block begins with a command"
            shown.append(line)
    if command is not None:
        yield command, "\n".join(shown).strip()


def pattern(shown: str) -> re.Pattern[str]:
    """Return a pattern for the output: `<words>` stands for anything on one line."""
    parts = re.split(r"<[a-z][a-z ]*>", shown)
    return re.compile(".+?".join(re.escape(part) for part in parts))
