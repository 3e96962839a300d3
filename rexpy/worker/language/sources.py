"""Untrusted process: the text of what was compiled, so that a traceback can quote it without opening a file."""

_lines: dict[str, list[str]] = {}


def keep(filename: str, source: str) -> None:
    """Remember *source* as the text of *filename*."""
    _lines[filename] = source.splitlines()


def line(filename: str, number: int) -> str:
    """Return line *number* (from one) of *filename* without its indentation, or nothing where it is not
    known.
    """
    lines = _lines.get(filename, [])
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""
