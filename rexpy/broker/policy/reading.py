"""Takes and writes the facts of a request that some policy reads, and no others. Imported only where one does.

Which run it is does not change while the run lasts; the time and the usage do, so what is remembered holds them: where
policies only compare them with literals, on which side of each literal they are, else their value.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from hostapi.vocabulary.request import LARGEST_COUNT, LATEST_MS, RUN_ARGUMENTS
from rexpy.broker.policy.context import ContextRefused, text_json
from rexpy.broker.policy.facts import Facts, RunFacts, Values
from rexpy.broker.policy.observe import Observed

_NUMBERS = ("time", "usage.calls", "usage.bytes_written")
_RANGES = (LATEST_MS, LARGEST_COUNT, LARGEST_COUNT)
_RUN = ("run.id", "run.script_sha256", "run.cwd", "run.args")
_ARGUMENTS = "args"
_ARGUMENTS_UID = f'{{"type":"{RUN_ARGUMENTS}","id":"args"}}'
"""The entity that holds the arguments: every request knows one run, so one name is enough."""


class Reader:
    """Takes the facts that some policies read, and no others."""

    __slots__ = ("_bounds", "_read", "_run", "volatile")

    def __init__(self, observed: Observed) -> None:
        self._run = tuple(name for name in _RUN if _reads(observed.context, name))
        exact = [_reads(observed.context, name) for name in _NUMBERS]
        bounds = [sorted({bound for field, bound in observed.bounds if field == name}) for name in _NUMBERS]
        self._read = tuple(index for index in range(len(_NUMBERS)) if exact[index] or bounds[index])
        self._bounds: tuple[Sequence[int] | None, ...] = tuple(
            None if exact[index] else bounds[index] for index in self._read
        )
        # Every operation counts itself: no two would be alike, and remembering each would only fill the memory.
        self.volatile = exact[1]

    @property
    def reads_run(self) -> bool:
        """Whether some policy reads which run it is."""
        return bool(self._run)

    @property
    def reads_arguments(self) -> bool:
        """Whether some policy reads the script's arguments, which are an entity of their own."""
        return "run.args" in self._run

    @property
    def reads_numbers(self) -> bool:
        """Whether some policy reads the time or the usage."""
        return bool(self._read)

    def take(self, facts: Facts) -> Values:
        """Return the time and the usage as they are now, those that are read."""
        taken: list[int | None] = []
        used: tuple[int, int] | None = None
        for index in self._read:
            value = None
            if index == 0:
                # Invariant: whole seconds. A decision that depends on the time in a way that is not understood is
                # then remembered for a second, and a bound of whole seconds is kept exactly.
                value = int(facts.clock()) * 1000
            elif facts.usage is not None:
                used = used or facts.usage()
                value = used[index - 1]
            # Invariant: within the range that `safety` counts on when it says that arithmetic cannot overflow.
            taken.append(value if value is not None and 0 <= value <= _RANGES[index] else None)
        return tuple(taken)

    def key(self, values: Values) -> Values:
        """Return what the policies can tell of *values*."""
        return tuple(
            [
                value if bounds is None or value is None else bisect_left(bounds, value) + bisect_right(bounds, value)
                for value, bounds in zip(values, self._bounds, strict=True)
            ]
        )

    def json(self, values: Values) -> list[str]:
        """Return the members of the context's JSON that hold *values*."""
        members: list[str] = []
        used: list[str] = []
        for index, value in zip(self._read, values, strict=True):
            if value is None:
                continue
            if index == 0:
                written = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(value // 1000))
                members.append(f'"time":{{"__extn":{{"fn":"datetime","arg":"{written}"}}}}')
            else:
                used.append(f'"{_NUMBERS[index].partition(".")[2]}":{value}')
        if used:
            members.append(f'"usage":{{{",".join(used)}}}')
        return members

    def run_json(self, run: RunFacts, *, arguments: bool) -> str:
        """Return the member of the context's JSON that says which run it is, with its *arguments* or without."""
        parts: list[str] = []
        for name in self._run:
            field = name.partition(".")[2]
            if field != _ARGUMENTS:
                said = _written(getattr(run, field))
            else:
                said = f'{{"__entity":{_ARGUMENTS_UID}}}' if arguments else None
            if said is not None:
                parts.append(f'"{field}":{said}')
        return f'"run":{{{",".join(parts)}}}'


def _written(text: str) -> str | None:
    try:
        return text_json(text, "")
    except ContextRefused:
        return None


def arguments_json(run: RunFacts) -> str | None:
    """Return the entity that holds the script's arguments, as JSON; None where one of them is not Unicode."""
    # Threat: in Cedar's JSON a mapping may stand for an entity or an extension value. Names and values are texts here,
    # and the tags' mapping is Cedar's own form, whose values are read one by one.
    names = [_written(name) for name, _ in run.arguments]
    values = [_written(value) for _, value in run.arguments]
    words = [_written(word) for word in run.words]
    if None in names or None in values or None in words:
        return None
    tags = ",".join(f"{name}:{value}" for name, value in zip(names, values, strict=True))
    attributes = f'{{"names":[{",".join(filter(None, names))}],"words":[{",".join(filter(None, words))}]}}'
    return f'{{"uid":{_ARGUMENTS_UID},"attrs":{attributes},"parents":[],"tags":{{{tags}}}}}'


def _reads(paths: frozenset[str], name: str) -> bool:
    return any(not path or path == name or path.startswith(f"{name}.") or name.startswith(f"{path}.") for path in paths)
