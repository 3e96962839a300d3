"""A gate as a run has it, without a worker behind it: for the tests that need many operations rather than a script."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostapi.grant import Deadline
from hostapi.operation import Operation
from hostapi.redaction import Dictionary
from hostapi.registry import BY_NAME
from hostapi.services import NOTHING_EXPLAINED, Services
from hostapi.unchecked.resolver import Servers
from hostapi.vocabulary.base import Resource
from rexpy.broker.buffer import Buffer
from rexpy.broker.gate import Gate
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.meter import WriteMeter
from rexpy.broker.refusal import Refused
from tests.broker.runs import EVERYTHING, policy

TESTER = Resource("User", "tester")


class ClosingGate(Gate):
    """A gate that needs nobody to say that the reply is out: there is none."""

    def perform(self, operation: Operation, arguments: list[Any]) -> list[Any]:
        try:
            return super().perform(operation, arguments)
        finally:
            self.done()


@dataclass
class Door:
    """One run's gate with what it holds."""

    gate: Gate
    handles: Handles = field(default_factory=lambda: Handles(64))

    def ask(self, name: str, *arguments: Any) -> list[Any]:
        """Perform an operation; the fields of the reply."""
        return self.gate.perform(BY_NAME[name], list(arguments))

    def answer(self, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Perform an operation and say all that a script would learn of it."""
        try:
            fields = self.ask(name, *arguments)
        except Refused as refused:
            shown = () if refused.by_link else refused.decision
            return ("denied", refused.text(), refused.shown(), refused.decision.effect, shown)
        except OSError as error:
            return ("error", type(error).__name__, error.errno, error.strerror)
        for field_ in fields[:1]:
            if type(field_) is int and name.startswith(("fs.open", "fs.list")) and field_ >= 0:
                self.handles.close(field_)
        return ("done", fields)


def door(
    policy_text: str = EVERYTHING,
    *,
    governing: Iterable[str | Path] = (),
    links: bool = False,
    pids: Callable[[], set[int]] = set,
    written_bytes: int = 1 << 30,
    nameservers: tuple[tuple[str, int], ...] = (),
    deadline: Deadline | None = None,
    dictionary: Dictionary = NOTHING_EXPLAINED,
) -> Door:
    """Return a gate under a policy; `governing` are the files that nothing may change."""
    handles, deadline = Handles(64), deadline or Deadline()
    gate = ClosingGate(
        policy(policy_text).authorizer(TESTER),
        guardrail=Guardrail([os.fspath(path) for path in governing], allow_hard_links=links, own_pids=pids),
        handles=handles,
        services=Services(WriteMeter(written_bytes, deadline), Servers(nameservers), Buffer(), deadline, dictionary),
    )
    return Door(gate, handles)
