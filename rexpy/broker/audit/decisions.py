"""The audit of decisions outside of runs: those of an authorizer that a program of the owner's asks."""

import logging
import threading
from typing import Any

from hostapi.vocabulary.activity import Activity
from hostapi.vocabulary.base import Action, Attributes, Resource
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.form import Class, Kind
from rexpy.broker.audit.given import policy_detail
from rexpy.broker.audit.options import AuditOptions
from rexpy.broker.audit.records import Records
from rexpy.broker.audit.trail import Trail
from rexpy.broker.policy import Policy
from rexpy.broker.policy.decision import Decision, failed

LOGGER = logging.getLogger("rexpy.audit")
MAX_FORMS = 64
"""Principals under one policy set whose records' texts are remembered."""

OPERATION = "is_authorized"
UNFIT = "unfit"
"""Stands for the action or the resource of what is no request."""


class DecisionAudit:
    """Records decisions; threads may share it."""

    def __init__(self, options: AuditOptions, policy: Policy) -> None:
        """Open the sinks and record what is in force. Raises RunnerError."""
        self._options = options
        self._lock = threading.Lock()
        self._records: dict[tuple[str, Resource | None], Records] = {}
        self._count = 0
        self._closed = False
        first = self._of(policy, None)
        self._trail = Trail(options, first.log)
        try:
            about = {"state_id": 2, "message": "policy in force"}
            self._trail.begin(first.event(Kind.POLICY, Activity(Class.CONFIG, 1), about, policy_detail(policy)))
        except BaseException:
            self._trail.close()
            raise

    def close(self) -> None:
        """Close the sinks; what is decided from now on cannot be recorded."""
        with self._lock:
            self._closed = True
            self._trail.close()

    def recorded(
        self,
        decision: Decision,
        policy: Policy,
        principal: Resource | None,
        action: Action | None,
        resource: Resource | None,
        context: Attributes,
        facts: Attributes,
    ) -> Decision:
        """Return the decision once it is recorded; where that cannot be, a denial that says so.

        What is None could not be read, and the decision is then a denial.
        """
        with self._lock:
            try:
                if self._closed:
                    raise AuditFailed("the audit is closed")
                self._write(decision, policy, principal, action or Action(UNFIT, ""), resource, context, facts)
            except Exception as error:
                LOGGER.error("a decision could not be recorded, and is a denial: %s", error)
                return failed(str(error))
        return decision

    def _write(
        self,
        decision: Decision,
        policy: Policy,
        principal: Resource | None,
        action: Action,
        resource: Resource | None,
        context: Attributes,
        facts: Attributes,
    ) -> None:
        records = self._of(policy, principal)
        self._count += 1
        what = resource or Resource(UNFIT, "")
        self._trail.write(
            *(
                records.decision(decision, action, what, context, OPERATION, self._count, 0, shadow, facts=facts)
                for shadow in range(len(decision.observed) + 1)
            )
        )

    def _of(self, policy: Policy, principal: Resource | None) -> Records:
        known = self._records.get((policy.sha256, principal))
        if known is None:
            shown: Any = None
            if principal is not None and "entities" in self._options.fields:
                shown = policy.entities_of(principal)
            known = Records(
                run=None,
                principal=principal,
                policy_sha256=policy.sha256,
                fields=self._options.fields,
                entities=shown,
            )
            if len(self._records) >= MAX_FORMS:
                self._records.clear()
            self._records[policy.sha256, principal] = known
        return known
