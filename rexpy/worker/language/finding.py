"""Untrusted process: a refusal of a script, said to the person or model that wrote it."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One construct that the language refuses.

    *line* and *column* count from one, as editors do. *reason* is one clause; *instead* says what to write,
    and is empty where there is nothing to suggest.
    """

    line: int
    column: int
    construct: str
    reason: str
    instead: str

    def __str__(self) -> str:
        text = f"line {self.line}, column {self.column}: {self.construct}: {self.reason}"
        return f"{text}; {self.instead}" if self.instead else text


class ScriptRefused(Exception):
    """A script does not compile, or says what no script may say; nothing of it has run.

    *findings* holds every refusal, in the order of the source.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
