"""What is asked of the policy about one path, as it is written; nothing here touches the system."""

from collections.abc import Callable, Sequence
from typing import Protocol

from hostapi.target import Context, PathTarget
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN
from rexpy.broker.plan import NO_CONTEXT, Alone, Standing, check_path
from rexpy.broker.policy.decision import Decision
from rexpy.broker.refusal import Needs, Refused

MAX_STANDING = 4096
"""Directories for which one operation's decisions stand; beyond it they are asked anew."""

_NOT_NAMES = frozenset(("", ".", ".."))
_SHORT = 512
"""Characters of a path for which decisions stand; a longer one is asked anew. That bounds what is remembered of the
directories, and no limit on lengths can mean a path so short."""


Need = tuple[Action, Resource, Context]
"""What is asked for one path: action, resource, context."""


class Decider(Protocol):
    """Who decides: the policy's authorizer, with the audit trail around it where there is one.

    One that has the authorizer's methods `alike` and `lasting` as well need not be asked of every path. One that has
    `in_turn` is given what one path needs at once, and returns the decisions up to the first that denies.
    """

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the decision; never raises for what a script can cause."""


class Asking:
    """Asks one run's decider."""

    __slots__ = ("_alike", "_decide", "_in_turn", "_lasting")

    def __init__(self, decider: Decider) -> None:
        self._decide = decider.decide
        self._in_turn: Callable[[Sequence[Need]], list[Decision]] = getattr(decider, "in_turn", self._one_by_one)
        # Invariant: whoever stands between to see every decision, for a record, has neither.
        self._alike: Callable[[Action, str], frozenset[str] | None] | None = getattr(decider, "alike", None)
        self._lasting: Callable[[Action, str], bool] | None = getattr(decider, "lasting", None)

    def require(self, action: Action, resource: Resource, asked: Resource) -> None:
        """Raise Refused unless the action is allowed on the resource; the script is told of `asked`."""
        decision = self._decide(action, resource)
        if not decision.allowed:
            raise Refused(action, asked, resource, decision)

    def path(self, alone: Alone, path: str) -> str:
        """Check the text of the path that an operation is about; return as what `text` found it granted."""
        directory, slash, name = path.rpartition("/")
        standing = alone.standing.get(directory)
        # Invariant: what `check_path` looks for, given that it found nothing wrong with another path of this directory;
        # and what was decided of that one is decided of this one, which no policy can tell apart.
        if (
            standing is not None
            and slash
            and name not in _NOT_NAMES
            and name.isprintable()
            and len(path) < _SHORT
            and path not in standing.but_for
        ):
            return standing.kind
        check_path(path)
        kind = self.text(alone.target, path, path, NO_CONTEXT)
        if len(path) >= _SHORT:
            return kind
        if kind not in alone.stands:
            # Not: for each directory anew. A policy may name ten thousand files, and each would hold them all.
            alone.stands[kind] = self._standing(alone.target, kind)
        found = alone.stands[kind]
        # Threat: what was decided of a path that policies tell apart says nothing of the others.
        if found is not None and path not in found.but_for:
            if len(alone.standing) >= MAX_STANDING:
                alone.standing.clear()
            alone.standing[directory] = found
        return kind

    def _standing(self, target: PathTarget, kind: str) -> Standing | None:
        """Return for which other paths of a directory the decisions stand by which one of its paths was granted."""
        alike, lasting = self._alike, self._lasting
        if alike is None or lasting is None or (kind == DIR and target.file is not None):
            # In the last case whether a path is granted as a file was asked as well, and first.
            return None
        own = kind == DIR and not target.at
        actions = target.file if kind == FILE else target.dir
        assert actions is not None
        but_for: frozenset[str] = frozenset()
        for action in (OPEN, *actions) if own else actions:
            names = alike(action, kind)
            if names is None:
                return None
            but_for |= names
        if not own and not lasting(OPEN, DIR):
            return None
        return Standing(kind, but_for)

    def text(self, target: PathTarget, path: str, asked: str, context: Context) -> str:
        """Require that the path is granted as a File or as a Dir, whichever the operation takes; return as which."""
        refusal = None
        if target.file is not None:
            refusal = self.refusal(target, FILE, path, asked, context)
            if refusal is None:
                return FILE
        if target.dir is not None:
            as_directory = self.refusal(target, DIR, path, asked, context)
            if as_directory is None:
                return DIR
            # The one that came nearer is the more useful answer; it depends on the policy alone, not on what is there.
            if refusal is None or as_directory.passed > refusal.passed:
                refusal = as_directory
        assert refusal is not None
        raise refusal

    def refusal(self, target: PathTarget, kind: str, path: str, asked: str, context: Context) -> Refused | None:
        """Return why the path is not granted as an entry of this kind, or None."""
        actions = target.file if kind == FILE else target.dir
        assert actions is not None
        own = kind == DIR and not target.at
        entry = Resource(kind, path)
        directory = entry if own else Resource(DIR, path.rpartition("/")[0] or "/")
        needs = [(action, entry, context) for action in actions if not (own and action is OPEN)]
        decisions = self._in_turn([(OPEN, directory, NO_CONTEXT), *needs])
        decision, passed = decisions[-1], len(decisions) - 1
        if decision.allowed:
            return None
        if not passed:
            shown = directory if asked == path else Resource(kind, asked)
            rest = tuple(need[:2] for need in needs)
            return Refused(OPEN, shown, directory, decision, rest=rest, if_new=_if_new(target, entry))
        action = needs[passed - 1][0]
        rest = tuple(need[:2] for need in needs[passed:])
        passed += own and OPEN in actions[: actions.index(action)]
        if_new = _if_new(target, entry)
        return Refused(action, Resource(kind, asked), entry, decision, passed=passed, rest=rest, if_new=if_new)

    def _one_by_one(self, needs: Sequence[Need]) -> list[Decision]:
        decide, decisions = self._decide, []
        for action, resource, context in needs:
            decisions.append(decide(action, resource, context))
            if not decisions[-1].allowed:
                break
        return decisions


def _if_new(target: PathTarget, entry: Resource) -> Needs:
    return tuple((action, entry) for action in target.missing or ())
