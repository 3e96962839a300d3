"""Gathers what is to be granted from trails and from results of `rexpy run -o json`.

A trail records every decision, also those that an operation could do without: what may be a file or a directory is
asked as both. A denial after which its own operation was allowed the other way is such a one, and is left out. A denial
tells what would have been asked next: so what is proposed for it is all that the operation needs there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import directory_of
from rexpy.broker.audit.form import Kind
from rexpy.broker.policy import Policy, cedar
from rexpy.broker.policy.principal import UidRefused
from rexpy.tooling.recorded.choice import Choice
from rexpy.tooling.recorded.reading import STDIN, Counts, read, unreadable
from rexpy.tooling.recorded.record import Record
from rexpy.tooling.suggest.asked import Asked, Evidence, Request, request_of
from rexpy.tooling.suggest.replay import decide, replayable
from rexpy.tooling.suggest.results import denial_of, following_of, results_in

MAX_REQUESTS = 100_000
"""Different requests that are kept, about 100 MB; a policy may have 1 MiB, which is less than 5000 permits."""

MAX_RUNS = 100_000
"""Runs whose script is remembered; one goes on when its start is forgotten, and its requests are not bound."""

MAX_OF_ONE_CALL = 1_000
"""Decisions of one operation that are looked at together: each link on the way adds a few, of which it follows 40."""

EVERYTHING = Choice()


class From:
    """Which recorded requests are to be allowed."""

    DENIALS = "denials"
    ALLOWED = "allowed"
    ALL = "all"


class _Decided(NamedTuple):
    """One decision of an operation: what was asked, what would have been next, who decided, whether it was chosen."""

    asked: Asked
    following: list[Asked]
    policies: str
    chosen: bool


def _allowed_otherwise(denied: Asked, later: Sequence[Asked]) -> bool:
    """Return whether an operation went on after a denial, *later*, and was not denied the other way too.

    After a path is denied as a file it is asked as a directory; whatever is decided then is decided of that path, or of
    the directory that it lies in.
    """
    both = any(not other.allowed and _same_place(denied.resource, other.resource) for other in later)
    return not both and any(other.allowed for other in later)


def _same_place(one: Resource, other: Resource) -> bool:
    return other.id == one.id or directory_of(other.id) == one.id or directory_of(one.id) == other.id


class Gathered:
    """What is to be allowed, what was recorded besides, and what no permit can allow."""

    def __init__(self, which: str = From.DENIALS, choice: Choice = EVERYTHING, *, bound: bool = False) -> None:
        self._which = which
        self._bound = bound
        self._scripts: dict[str, str] = {}
        self._choice = choice
        self.wanted: dict[Request, Evidence] = {}
        self.others: dict[Request, None] = {}
        self.refused: dict[Request, str] = {}
        self.runs: set[str] = set()
        self.needless = 0
        """Denials that their operation could do without."""
        self.redacted = 0
        """Decisions whose principal, action or resource was left out of the record."""
        self.overflow = 0
        """Requests that came after MAX_REQUESTS different ones."""
        self.unbound = 0
        """Requests of runs of which no record says which script they had, where permits are to be bound to it."""
        self._call: dict[str, tuple[int, list[_Decided]]] = {}

    def see_records(self, records: Iterable[Record]) -> None:
        """Take the decisions among *records*, which come in the order of the trail."""
        for record in records:
            if record.decided:
                self._decision(record)
            elif record.script_sha256:
                if len(self._scripts) >= MAX_RUNS:
                    self._scripts.clear()
                self._scripts[record.run] = record.script_sha256
            elif record.kind == Kind.END:
                self._flush(record.run)
        for run in list(self._call):
            self._flush(run)

    def _decision(self, record: Record) -> None:
        principal, action, resource = record.principal, record.action, record.resource
        if principal is None or action is None or resource is None:
            self.redacted += 1
            return
        asked = Asked(
            principal,
            action,
            resource,
            record.context,
            effect=record.effect,
            operation=record.operation,
            line=record.line,
            run=record.run,
            script=self._scripts.get(record.run, ""),
        )
        following = [asked._replace(action=more, resource=on, context=(), effect="next") for more, on in record.next]
        policies = "; ".join(f"{name} ({place})" for name, place in record.policies)
        # Not: choosing before this. What shows that a denial did not matter may itself not be chosen.
        decided = _Decided(asked, following, policies, self._choice.takes(record))
        if not record.call:
            self._settle([decided])
            return
        call, decisions = self._call.get(record.run, (0, []))
        if call != record.call or len(decisions) >= MAX_OF_ONE_CALL:
            self._flush(record.run)
            decisions = []
            self._call[record.run] = (record.call, decisions)
        decisions.append(decided)

    def _flush(self, run: str) -> None:
        self._settle(self._call.pop(run, (0, []))[1])

    def _settle(self, decisions: list[_Decided]) -> None:
        """Take the decisions of one operation, in their order, but for those that it could do without."""
        for index, decided in enumerate(decisions):
            later = [other.asked for other in decisions[index + 1 :]]
            if decided.asked.effect == "no_permit" and _allowed_otherwise(decided.asked, later):
                self.needless += 1
            elif decided.chosen:
                self.take(decided.asked, decided.policies)
                for each in decided.following if decided.asked.effect == "no_permit" else ():
                    if self._choice.asked(each.run, each.action, each.resource):
                        self.take(each)

    def take(self, asked: Asked, policies: str = "") -> None:
        """Take one request, whatever its order."""
        if self._bound and not asked.script:
            self.unbound += 1
            return
        request = request_of(asked, bound=self._bound)
        self.runs.add(asked.run)
        if len(self.wanted) + len(self.others) >= MAX_REQUESTS and request not in self.wanted:
            self.overflow += request not in self.others
            return
        if (self._which == From.DENIALS and asked.allowed) or (self._which == From.ALLOWED and not asked.allowed):
            # Invariant: what the runs were allowed is no reason to leave it out of a region, what they were not is.
            if not asked.allowed:
                self.others[request] = None
            return
        self.wanted.setdefault(request, Evidence()).see(asked)
        if asked.effect == "forbid":
            self.refused.setdefault(request, f"forbidden by {policies}" if policies else "a forbid refuses it")
        elif asked.effect == "error":
            self.refused.setdefault(request, "the policy failed while it was evaluated; mend that first")

    def weigh(self, policy: Policy) -> int:
        """Drop what *policy* allows already, note what it forbids; return how many were dropped."""
        dropped = 0
        for request in list(self.wanted):
            if not replayable(request):
                continue
            decision = decide(policy, request)
            if decision.allowed:
                del self.wanted[request]
                self.refused.pop(request, None)
                dropped += 1
            elif decision.effect == "forbid":
                named = ", ".join(f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies)
                self.refused[request] = f"forbidden by {named}"
            elif decision.effect == "no_permit":
                self.refused.pop(request, None)
        return dropped


class Source(NamedTuple):
    """What was read."""

    gathered: Gathered
    counts: Counts
    results: int


def gather(
    paths: Iterable[str],
    which: str = From.DENIALS,
    *,
    choice: Choice = EVERYTHING,
    bound: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Source:
    """Read trails and results; with *bound* each request counts for the script that asked it only. Raises
    TrailUnreadable for what is neither."""
    gathered, counts, results = Gathered(which, choice, bound=bound), Counts(), 0
    for path in paths:
        found = None if path == STDIN else results_in(path)
        if found is None:
            gathered.see_records(read([path], counts, progress))
            continue
        counts.files.append(path)
        for result in found:
            results += 1
            _see_result(gathered, result, path, choice)
    return Source(gathered, counts, results)


def _see_result(gathered: Gathered, result: dict[str, Any], path: str, choice: Choice) -> None:
    run = result.get("run_id")
    run = run if isinstance(run, str) else ""
    for denial in result["denials"]:
        try:
            asked = denial_of(denial, run)
            following = list(following_of(denial.get("permit"), asked))
        except (UidRefused, KeyError, TypeError, ValueError, AttributeError, cedar.CedarFailure):
            raise unreadable(path, "a denial in it is not as `rexpy run -o json` writes it") from None
        policies = "; ".join(str(policy) for policy in denial.get("policies") or ())
        for each in (asked, *following):
            if choice.asked(run, each.action, each.resource):
                gathered.take(each, policies)
