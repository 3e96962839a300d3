"""Situations of a run in which a policy may decide otherwise: times, counts, scripts, directories, arguments.

A policy that reads facts of a run is tried in one situation that it matches in, found by trying what it names, and
then with one fact after the other at each value near the ones that it compares with.
"""

from __future__ import annotations

import datetime
import itertools
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from hostapi.vocabulary.file_system import refuse_path
from rexpy.broker.policy.facts import Facts, RunFacts
from rexpy.broker.policy.observe import context_field, number_of
from rexpy.broker.policy.statement import Json, Located, operands

NO_SCRIPT = "0" * 64
SHA256 = re.compile("[0-9a-f]{64}")
MAX_VALUES = 12
"""Of one fact."""
MAX_TRIED = 200
"""Situations that are tried until a policy matches in one."""

_FIELDS = ("time", "usage.calls", "usage.bytes_written")
_TAGS = ("hasTag", "getTag")


class Situation(NamedTuple):
    """The facts of a run; *time* in milliseconds since 1970, None for now."""

    time: int | None = None
    calls: int = 0
    bytes_written: int = 0
    script: str = ""
    cwd: str = "/"
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def facts(self) -> Facts:
        """The facts as the engine takes them."""
        run = RunFacts("0" * 32, self.script or NO_SCRIPT, self.cwd, self.arguments)
        usage = self.calls, self.bytes_written
        seconds = self.time / 1000 if self.time is not None else None
        clock: Callable[[], float] = time.time if seconds is None else lambda: seconds
        return Facts(run=lambda: run, usage=lambda: usage, clock=clock)

    def to_json(self) -> dict[str, Any]:
        """Return those facts that are not as in any other run."""
        found: dict[str, Any] = {}
        if self.time is not None:
            found["time"] = _written(self.time)
        usage = {name: getattr(self, name) for name in ("calls", "bytes_written") if getattr(self, name)}
        if usage:
            found["usage"] = usage
        run: dict[str, Any] = {"script_sha256": self.script} if self.script else {}
        if self.cwd != "/":
            run["cwd"] = self.cwd
        if self.arguments:
            run["args"] = dict(self.arguments)
        if run:
            found["run"] = run
        return found


NOWHERE = Situation()
"""Of a run like any other."""


def _written(milliseconds: int) -> str:
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(milliseconds=milliseconds)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def reads_facts(policy: Located) -> bool:
    """Return whether a policy reads anything of the run, the time or the usage."""
    return any(len(values) > 1 for values in _values(policy))


def situations(policy: Located, matches: Callable[[Situation], bool]) -> Iterator[Situation]:
    """Yield one in which *policy* matches, where one is found, then that with each fact changed; *matches* says whether
    it does."""
    values = _values(policy)
    tried = itertools.islice(map(Situation._make, itertools.product(*values)), MAX_TRIED)
    found = next((one for one in tried if matches(one)), None)
    if found is None:
        return
    yield found
    for place, some in enumerate(values):
        for value in some:
            other = Situation._make(value if index == place else known for index, known in enumerate(found))
            if other != found:
                yield other


def _values(policy: Located) -> list[list[Any]]:
    """Return for each field of a situation what it may be: as in any run, and what *policy* compares it with."""
    numbers: dict[str, set[int]] = {field: set() for field in _FIELDS}
    texts: dict[str, None] = {}
    tags: dict[str, None] = {}
    reads: set[str] = set()
    for expression in _expressions(policy):
        ((operator, content),) = expression.items()
        field = context_field(expression)
        if field is not None:
            reads.add(field)
        if operator == "Value" and isinstance(content, str):
            texts[content] = None
        if operator in _TAGS and isinstance(tag := content["right"].get("Value"), str):
            tags[tag] = None
        if isinstance(content, dict) and "left" in content and "right" in content:
            for one, other in itertools.permutations((content["left"], content["right"])):
                field, bound = context_field(one), number_of(other)
                if field in numbers and bound is not None:
                    numbers[field].update(_near(bound, 1000 if field == "time" else 1))
    paths = [text for text in texts if refuse_path(text) is None]
    named = [tuple((tag, path) for tag in tags) for path in ("/x", *paths, *texts)] if tags else []
    return [
        [None, *sorted(numbers["time"])][:MAX_VALUES],
        [0, *sorted(numbers["usage.calls"])][:MAX_VALUES],
        [0, *sorted(numbers["usage.bytes_written"])][:MAX_VALUES],
        ["", *(text for text in texts if SHA256.fullmatch(text) and "run.script_sha256" in reads)][:MAX_VALUES],
        ["/", *(path for path in paths if "run.cwd" in reads)][:MAX_VALUES],
        list(dict.fromkeys([(), *named]))[:MAX_VALUES],
    ]


def _near(bound: int, step: int) -> Iterable[int]:
    return [number for number in (bound - step, bound, bound + step) if number >= 0]


def _expressions(policy: Located) -> Iterator[Json]:
    pending = [condition["body"] for condition in policy.body["conditions"]]
    while pending:
        expression = pending.pop()
        yield expression
        pending.extend(operands(expression)[1])
