"""The audit file: JSON lines, one a decision. Whoever cannot write it does not act."""

import json
import os
import stat
import time
from typing import Any

from hostapi.errors import EndsRun
from hostapi.target import Context
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.gate import Decider
from rexpy.broker.policy.decision import Decision
from rexpy.broker.refusal import action_uid, uid
from rexpy.broker.session import Deciding
from rexpy.errors import RunnerError

# ASCII only: whatever a path holds, a line of the file is one line and shows nothing but what it says.
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class Trail:
    """Appends to one file. Several runs may share it: each record is one write to a file opened for appending."""

    __slots__ = ("_fd", "path")

    def __init__(self, path: str) -> None:
        """Open `path`, made with permissions 0600 where it is missing. Raises RunnerError."""
        self.path = os.path.abspath(path)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
        try:
            self._fd = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise RunnerError(f"the audit file {self.path!r} cannot be written: {error.strerror}") from None
        if not stat.S_ISREG(os.fstat(self._fd).st_mode):
            self.close()
            raise RunnerError(f"the audit file {self.path!r} is not a regular file")

    def write(self, record: dict[str, Any]) -> None:
        """Append one record. Raises EndsRun where it cannot be written whole: what is not recorded is not done."""
        line = _encode(record).encode("ascii") + b"\n"
        try:
            written = os.write(self._fd, line)
        except OSError as error:
            raise EndsRun(f"the audit file {self.path!r} cannot be written: {error.strerror}") from None
        if written != len(line):
            raise EndsRun(f"the audit file {self.path!r} cannot be written: the device is full")

    def close(self) -> None:
        """Close the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class AuditedDecider:
    """Asks the policy and records the answer, in that order, before anybody acts on it."""

    __slots__ = ("_deciding", "_inner", "_principal", "_run_id", "_trail")

    def __init__(self, inner: Decider, trail: Trail, *, run_id: str, principal: Resource, deciding: Deciding) -> None:
        self._inner = inner
        self._trail = trail
        self._run_id = run_id
        self._principal = uid(principal)
        self._deciding = deciding

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the policy's decision. Raises EndsRun where it cannot be recorded."""
        decision = self._inner.decide(action, resource, context)
        self._trail.write(
            {
                "time": time.time(),
                "run": self._run_id,
                "principal": self._principal,
                "action": action_uid(action),
                "resource": uid(resource),
                "decision": "allow" if decision.allowed else "deny",
                "effect": decision.effect,
                "policies": [f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies],
                "errors": list(decision.errors),
                "operation": self._deciding.operation,
                "line": self._deciding.line,
            }
        )
        return decision
