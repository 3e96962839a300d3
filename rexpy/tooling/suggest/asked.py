"""What runs asked, as plain values: from an audit trail, from a result, or from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hostapi.vocabulary.base import Action, Attributes, Resource
from hostapi.vocabulary.request import FACTS

SCRIPT = "run.script_sha256"
"""The condition that binds a permit to one script."""


class Asked(NamedTuple):
    """One recorded request: what Cedar was asked, and where that came from."""

    principal: Resource
    action: Action
    resource: Resource
    context: Attributes = ()
    """The context as it was recorded; empty where it was not."""
    effect: str = "no_permit"
    """permit, no_permit, forbid or error; `next` for what was not asked any more because of an earlier refusal."""
    operation: str = ""
    line: int = 0
    run: str = ""
    script: str = ""
    """The SHA-256 of the script that the run had, where it is recorded."""

    @property
    def allowed(self) -> bool:
        """Whether the policy of that run allowed it."""
        return self.effect == "permit"


class Request(NamedTuple):
    """A request without its origin. *conditions* are what is known of its context: (attribute, value) pairs."""

    principal: Resource
    action: Action
    resource: Resource
    conditions: tuple[tuple[str, str | int], ...] = ()


class Evidence:
    """Where requests came from. Grows while records are read; sets, so that a long trail does not grow it."""

    __slots__ = ("count", "lines", "next", "operations", "runs")

    def __init__(self) -> None:
        self.count = 0
        self.next = 0
        """How many of *count* were not asked any more, because the operation was refused before."""
        self.operations: dict[str, int] = {}
        self.lines: set[int] = set()
        self.runs: dict[str, None] = {}

    def see(self, asked: Asked) -> None:
        """Count one more."""
        self.count += 1
        self.next += asked.effect == "next"
        if asked.operation:
            self.operations[asked.operation] = self.operations.get(asked.operation, 0) + 1
        if asked.line:
            self.lines.add(asked.line)
        if asked.run:
            self.runs[asked.run] = None

    @staticmethod
    def together(several: Iterable[Evidence]) -> Evidence:
        """Return the sum of *several*."""
        made = Evidence()
        for one in several:
            made.count += one.count
            made.next += one.next
            made.lines |= one.lines
            made.runs |= one.runs
            for operation, count in one.operations.items():
                made.operations[operation] = made.operations.get(operation, 0) + count
        return made


def request_of(asked: Asked, *, bound: bool = False) -> Request:
    """Return what was asked without its origin, with those parts of its context that tell what was asked.

    What every request's context has (the run, the time, the usage) is none: a permit made of it would hold for that one
    run only.
    """
    conditions: list[tuple[str, str | int]] = []
    for name, value in asked.context:
        if name not in FACTS:
            _flatten(name, value, conditions)
    if bound:
        conditions.append((SCRIPT, asked.script))
    return Request(asked.principal, asked.action, asked.resource, tuple(conditions))


def _flatten(name: str, value: object, found: list[tuple[str, str | int]]) -> None:
    if isinstance(value, (str, int)):
        found.append((name, value))
    elif isinstance(value, tuple):
        for inner, under in value:
            # The directory and the name of a destination follow from its path.
            if not (name == "destination" and inner != "path"):
                _flatten(f"{name}.{inner}", under, found)
