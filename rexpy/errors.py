"""What the caller of rexpy sees, by who is at fault; each class has the exit code that `rexpy` ends with.

The class of an error comes from its type, never from its text. Codes 0 to 3 follow the Cedar CLI; 64 is
`EX_USAGE`; 125 is what `env` and `timeout` use for a failure of their own.
"""

from dataclasses import dataclass

EXIT_INVALID = 3
EXIT_USAGE = 64
EXIT_RUNNER = 125


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a text that the caller gave.

    *line* and *column* count from 1, in characters; 0 where the fault is in no one place. *excerpt* is the
    line as written, *suggestion* the nearest right word or what to write instead. The texts may hold whatever
    the file holds: who prints them escapes control characters.
    """

    file: str
    line: int
    column: int
    message: str
    excerpt: str = ""
    suggestion: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        text = f"{place}: {self.message}"
        return f"{text} (did you mean {self.suggestion}?)" if self.suggestion else text


class RexpyError(Exception):
    """Anything that rexpy reports to its caller."""

    exit_code = EXIT_RUNNER


class InputInvalid(RexpyError):
    """The caller gave something that does not validate; nothing was run. *findings* says what and where."""

    exit_code = EXIT_INVALID

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class PolicyInvalid(InputInvalid):
    """A policy cannot be read, parsed or validated, or could fail while it is evaluated."""


class EntitiesInvalid(InputInvalid):
    """The entities cannot be read or parsed, contradict the schema or each other, or name what the broker
    builds."""


class ScriptInvalid(InputInvalid):
    """The script does not compile, or says what a script may not say."""


class ArgumentsInvalid(InputInvalid):
    """The principal or the script's arguments are not what they must be."""


class UsageError(RexpyError):
    """The caller asked for what makes no sense: an unknown option, no policy at all."""

    exit_code = EXIT_USAGE


class ContainmentError(RexpyError):
    """A layer of the containment is missing or failed; nothing was run."""


class RunnerError(RexpyError):
    """The runner itself failed: the worker could not be started, a system call of the broker's own failed."""
