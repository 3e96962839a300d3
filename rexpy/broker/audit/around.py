"""What stands around the gate's decider and guardrail to record what they say, before anybody acts on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hostapi.grant import Entry
from hostapi.target import Context, PathTarget
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.policy.decision import Decision

if TYPE_CHECKING:
    from rexpy.broker.asking import Decider, Need
    from rexpy.broker.audit.run import RunAudit
    from rexpy.broker.session import Deciding


class AuditedDecider:
    """Asks the policy and records the answer, in that order, before anybody acts on it."""

    __slots__ = ("_deciding", "_inner", "_noted", "_records", "_spans", "_trail", "last")

    def __init__(self, inner: "Decider", audit: "RunAudit", deciding: "Deciding") -> None:
        self._inner = inner
        self._records = audit.records
        self._trail = audit.trail
        self._deciding = deciding
        self._spans = audit.spans
        self._noted = audit.noted
        self.last: Action = OPEN

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the policy's decision. Raises AuditFailed where it cannot be recorded."""
        return self.in_turn([(action, resource, context)])[0]

    def in_turn(self, needs: "Sequence[Need]") -> list[Decision]:
        """Return the decisions on `needs` up to the first that denies, recorded by one write. Raises AuditFailed."""
        decide, record, now = self._inner.decide, self._records.decision, self._deciding
        operation, call, line = now.operation, now.call, now.line
        decisions, records = [], []
        for number, (action, resource, context) in enumerate(needs, 1):
            decision = decide(action, resource, context)
            unasked = () if decision.allowed else needs[number:]
            facts = self._noted.take() if self._noted is not None else ()
            for shadow in range(len(decision.observed) + 1):
                records.append(
                    record(decision, action, resource, context, operation, call, line, shadow, unasked, facts)
                )
            decisions.append(decision)
            self.last = action
            if self._spans is not None:
                self._spans.decided(decision, action, resource)
            if not decision.allowed:
                break
        self._trail.write(*records)
        return decisions


class AuditedGuardrail(Guardrail):
    """The guardrail, with a record of each refusal: of what the policy allowed and is not done."""

    __slots__ = ("_audit", "_decider", "_deciding")

    def watch(self, audit: "RunAudit", decider: AuditedDecider, deciding: "Deciding") -> "AuditedGuardrail":
        """Record refusals from now on, and return itself."""
        self._audit, self._decider, self._deciding = audit, decider, deciding
        return self

    def check(self, target: PathTarget, entry: Entry) -> None:
        """Raise PermissionError as a guardrail does, recorded; AuditFailed where it cannot be."""
        try:
            super().check(target, entry)
        except PermissionError as error:
            seen, now = entry.stat, self._deciding
            kind = DIR if seen is not None and (seen.st_mode & 0o170000) == 0o040000 else FILE
            record = self._audit.records.guardrail(
                self._decider.last,
                Resource(kind, entry.path),
                error.strerror or "",
                operation=now.operation,
                call=now.call,
                line=now.line,
            )
            self._audit.trail.write(record)
            raise
