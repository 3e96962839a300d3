"""Makes text harmless to show: no output, path or message drives a terminal or forges a line of a log.

What passes is printable text, tab, line feed, and the carriage return of a CR LF. Everything else that a
terminal or a viewer acts on is shown as the escape that Python would write: C0 and C1 controls, DEL, the
bidirectional controls, the line and paragraph separators, the deprecated format controls, lone surrogates.
A backslash is left as it is: the text is for people; who wants the exact text has `-o json`.
"""

import re

_CONTROLS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 without tab, line feed and carriage return; DEL; C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional and deprecated format controls
    "\u2028\u2029\ufff9-\ufffb\ud800-\udfff"  # separators, annotations, surrogates
)
_IN_BLOCK = re.compile(f"[{_CONTROLS}]|\r(?!\n)")
_IN_LINE = re.compile(f"[{_CONTROLS}\t\r\n]")
_SHORT = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def block(text: str) -> str:
    """Return *text* with what is harmful escaped; lines and tabs stay."""
    return _IN_BLOCK.sub(_shown, text)


def line(text: str) -> str:
    """Return *text* as one line: as `block`, and line breaks and tabs are escaped too."""
    return _IN_LINE.sub(_shown, text)


class BlockStream:
    """`block` for text that comes in pieces: a carriage return waits for what follows it."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> str:
        """Return what can be shown of everything fed so far and not yet returned."""
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        return block(text[:-1] if self._held else text)

    def end(self) -> str:
        """Return what was still waiting."""
        held, self._held = self._held, ""
        return block(held)
