"""What every request's context holds besides what its operation says: the run, the time, what the run has used.

The broker takes these facts from its own records. One that no policy for an action reads is neither taken nor
written for it. Which run it is does not change while the run lasts; the time and the usage do, so what is remembered
holds them: where policies only compare them with literals, on which side of each literal they are, else their value.
"""

from __future__ import annotations

import json
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring_ascii as quote
from typing import NamedTuple

from hostapi.vocabulary.request import LARGEST_COUNT, LATEST_MS, RUN_ARGUMENTS
from rexpy.broker.policy.context import ContextRefused, text_json
from rexpy.broker.policy.observe import Observed

_NUMBERS = ("time", "usage.calls", "usage.bytes_written")
_RANGES = (LATEST_MS, LARGEST_COUNT, LARGEST_COUNT)
_RUN = ("run.id", "run.script_sha256", "run.cwd", "run.args")
_ARGUMENTS = "args"
"""The id of the entity that holds the arguments: every request knows one run, so one name is enough."""

Values = tuple[int, ...]


class RunFacts(NamedTuple):
    """What a policy may know of a run: *arguments* as texts by name, *words* those of its command line."""

    id: str
    script_sha256: str
    cwd: str
    arguments: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


class Facts(NamedTuple):
    """Where the facts of a run's requests come from; each is asked only when some policy reads it.

    *run* is asked once. *usage* returns operations asked and bytes written so far, *clock* seconds since 1970. Without
    *run* or *usage*, outside of a run, a policy that reads them fails and so denies.
    """

    run: Callable[[], RunFacts] | None = None
    usage: Callable[[], tuple[int, int]] | None = None
    clock: Callable[[], float] = time.time


NO_RUN = Facts()


def argument_texts(arguments: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the arguments as policies see them: a text is itself, anything else its JSON, keys sorted, no spaces."""
    return tuple((name, value if type(value) is str else _compact(value)) for name, value in arguments.items())


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
        """Return the time and the usage as they are now, those that are read. Raises `ContextRefused`."""
        taken: list[int] = []
        used: tuple[int, int] | None = None
        for index in self._read:
            if index == 0:
                # Invariant: whole seconds. A decision that depends on the time in a way that is not understood is
                # then remembered for a second, and a bound of whole seconds is kept exactly.
                value = int(facts.clock()) * 1000
            elif facts.usage is None:
                raise ContextRefused(f"a policy reads context.{_NUMBERS[index]}, and the request is of no run")
            else:
                used = used or facts.usage()
                value = used[index - 1]
            if not 0 <= value <= _RANGES[index]:
                raise ContextRefused(f"context.{_NUMBERS[index]} is not between 0 and {_RANGES[index]}")
            taken.append(value)
        return tuple(taken)

    def key(self, values: Values) -> Values:
        """Return what the policies can tell of *values*."""
        return tuple(
            [
                value if bounds is None else bisect_left(bounds, value) + bisect_right(bounds, value)
                for value, bounds in zip(values, self._bounds, strict=True)
            ]
        )

    def json(self, values: Values) -> list[str]:
        """Return the members of the context's JSON that hold *values*."""
        members: list[str] = []
        used: list[str] = []
        for index, value in zip(self._read, values, strict=True):
            if index == 0:
                written = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(value // 1000))
                members.append(f'"time":{{"__extn":{{"fn":"datetime","arg":"{written}"}}}}')
            else:
                used.append(f'"{_NUMBERS[index].partition(".")[2]}":{value}')
        if used:
            members.append(f'"usage":{{{",".join(used)}}}')
        return members

    def run_json(self, run: RunFacts) -> str:
        """Return the member of the context's JSON that says which run it is. Raises `ContextRefused`."""
        parts: list[str] = []
        for name in self._run:
            field = name.partition(".")[2]
            if field == _ARGUMENTS:
                said = f'{{"__entity":{{"type":"{RUN_ARGUMENTS}","id":"{_ARGUMENTS}"}}}}'
            else:
                said = text_json(getattr(run, field), f"context.{name}")
            parts.append(f'"{field}":{said}')
        return f'"run":{{{",".join(parts)}}}'


def arguments_json(run: RunFacts) -> str:
    """Return the entity that holds the script's arguments, as JSON. Raises `ContextRefused`."""
    # Threat: in Cedar's JSON a mapping may stand for an entity or an extension value. Names and values are texts here,
    # and the tags' mapping is Cedar's own form, whose values are read one by one.
    names = [text_json(name, "the name of an argument") for name, _ in run.arguments]
    values = [text_json(value, f"argument {quote(name)}") for name, value in run.arguments]
    words = [text_json(word, "a word of the command line") for word in run.words]
    tags = ",".join(f"{name}:{value}" for name, value in zip(names, values, strict=True))
    attributes = f'{{"names":[{",".join(names)}],"words":[{",".join(words)}]}}'
    uid = f'{{"type":"{RUN_ARGUMENTS}","id":"{_ARGUMENTS}"}}'
    return f'{{"uid":{uid},"attrs":{attributes},"parents":[],"tags":{{{tags}}}}}'


def reads_facts(observed: Observed) -> bool:
    """Return whether any fact is read."""
    return bool(observed.bounds) or any(_reads(observed.context, name) for name in (*_NUMBERS, *_RUN))


def _reads(paths: frozenset[str], name: str) -> bool:
    return any(not path or path == name or path.startswith(f"{name}.") or name.startswith(f"{path}.") for path in paths)
