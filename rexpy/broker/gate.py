"""The one way from a message to the system: parse everything, authorize every need, then mint and perform.

Invariant: nothing here or behind it runs before every need of the operation has an Allow, decided for exactly that
action on exactly that object. There is no permissive mode; a rehearsal is another program around the gate.
"""

import errno
import os
import stat
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from hostapi.grant import Entry, Granted, Host, OpenFile
from hostapi.mint import Hop, examine, grant, release
from hostapi.operation import Operation
from hostapi.services import Services
from hostapi.target import Context, HandleTarget, PathTarget
from hostapi.unchecked.tree import Listing
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN, READ, WRITE
from hostapi.vocabulary.sysinfo import HOSTNAME
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.handles import release as close_held
from rexpy.broker.plan import Plan, check, check_path
from rexpy.broker.policy.decision import Decision
from rexpy.broker.refusal import Refused

MAX_HOPS = 40
"""Links followed on one path: the kernel's own bound (path_resolution(7))."""

_ORDINARY = frozenset({stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK})
_NO_CONTEXT: Context = ()
_NO_NAMES: Mapping[str, str] = {}


class Decider(Protocol):
    """Who decides: the policy's authorizer, with the audit trail around it where there is one."""

    def decide(self, action: Action, resource: Resource, context: Context = ()) -> Decision:
        """Return the decision; never raises for what a script can cause."""


class _Settled(NamedTuple):
    """An argument that was looked at: what is there, of which kind it counts as, and what was allowed on it."""

    entry: Entry
    kind: str
    actions: tuple[Action, ...]


class Gate:
    """Mediates the operations of one run."""

    __slots__ = ("_decider", "_guardrail", "_handles", "_plans", "_services")

    def __init__(self, decider: Decider, *, guardrail: Guardrail, handles: Handles, services: Services) -> None:
        self._decider = decider
        self._guardrail = guardrail
        self._handles = handles
        self._services = services
        self._plans: dict[str, Plan] = {}

    def perform(self, operation: Operation, arguments: list[Any]) -> list[Any]:
        """Return the fields of the reply.

        Raises Refused where the policy does not allow it, OSError where the system does not, RemoteProtocolError
        where the arguments are not what the worker's own stub would have sent, EndsRun where the run cannot go on.
        """
        plan = self._plans.get(operation.name)
        if plan is None:
            plan = self._plans[operation.name] = Plan(operation)
        check(plan, arguments)
        if plan.gives_back:
            # Nothing is asked for giving up what one holds, and nothing is minted.
            held = self._handles.get(arguments[0])
            self._handles.take(arguments[0])
            operation.function(grant(held, ()))
            return []
        if plan.held is not None:
            # Rights come with the handle; there is nothing to look at and nothing to ask.
            index, target = plan.held
            granted = list(arguments)
            granted[index] = self._held(target, arguments[index])
            for service in operation.services:
                granted.append(getattr(self._services, service))
            return operation.function(*granted) or []
        named = {name: arguments[index] for index, name, _, _ in plan.paths} if plan.several else _NO_NAMES
        allowed = self._authorize(plan, arguments, named)
        opened: list[Entry] = []
        try:
            return self._act(plan, arguments, named, allowed, opened)
        finally:
            for entry in opened:
                release(entry)

    def _authorize(self, plan: Plan, arguments: list[Any], named: Mapping[str, str]) -> list[str]:
        """Ask about every argument as it is written, before the system is looked at.

        Return, for each path, the kind as which it is granted.
        """
        for index, target in plan.hosts:
            host = Resource(HOSTNAME, arguments[index])
            for action in target.ask:
                self._require(action, host, host)
        for index, held in plan.handles:
            if held.ask:
                file = Resource(FILE, self._file(arguments[index]).entry_path)
                for action in held.ask:
                    self._require(action, file, file)
        allowed = []
        for index, _, wanted, _ in plan.paths:
            path = arguments[index]
            context = wanted.context(named) if wanted.context is not None else _NO_CONTEXT
            allowed.append(self._ask_text(wanted, path, path, context))
        return allowed

    def _act(
        self, plan: Plan, arguments: list[Any], named: Mapping[str, str], allowed: list[str], opened: list[Entry]
    ) -> list[Any]:
        """Look, settle what is there, mint the grants, perform."""
        operation = plan.operation
        granted = list(arguments)
        settled: dict[str, _Settled] = {}
        for (index, name, target, following), kind in zip(plan.paths, allowed, strict=True):
            follow = target.follow if following is None else arguments[following]
            like = settled[target.like].kind if target.like is not None else None
            found = self._settle(target, arguments[index], named, kind, follow=follow, like=like, opened=opened)
            if plan.several:
                settled[name] = found
            granted[index] = grant(found.entry, found.actions)
        if plan.several:
            self._ask_moved(operation, settled, named)
        for index, host in plan.hosts:
            granted[index] = grant(Host(arguments[index]), host.ask)
        for index, held in plan.handles:
            granted[index] = self._held(held, arguments[index])
        if operation.opens:
            self._handles.require_room()
        for service in operation.services:
            granted.append(getattr(self._services, service))
        try:
            fields = operation.function(*granted)
        finally:
            for index, held in plan.handles:
                if held.ends:
                    self._end(arguments[index])
        return self._number(fields) if fields else []

    def _settle(
        self,
        target: PathTarget,
        path: str,
        paths: Mapping[str, str],
        allowed: str,
        *,
        follow: bool | str,
        like: str | None,
        opened: list[Entry],
    ) -> _Settled:
        """Return what is at the path once every link on the way was authorized, and what is allowed on it."""
        asked = path
        hops = 0
        while type(found := examine(path, at=target.at or target.parent, follow=bool(follow))) is Hop:
            hops += 1
            if hops > MAX_HOPS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), asked)
            path = found.leads_to
            check_path(path, shown=asked)
            allowed = self._ask_text(target, path, asked, target.context(paths) if target.context else _NO_CONTEXT)
        assert type(found) is Entry
        opened.append(found)
        seen = found.stat
        if seen is None:
            kind = like or (FILE if target.file is not None else DIR)
            extra = target.missing
            if extra is None:
                raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), asked)
        else:
            kind = DIR if stat.S_ISDIR(seen.st_mode) else FILE
            extra = target.existing
            if extra is None:
                raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), asked)
        actions = target.file if (like or kind) == FILE else target.dir
        if actions is None:
            number = errno.EISDIR if kind == DIR else errno.ENOTDIR
            raise OSError(number, os.strerror(number), asked)
        if seen is not None and not target.special and stat.S_IFMT(seen.st_mode) not in _ORDINARY:
            raise OSError(errno.EINVAL, "Not a regular file: FIFOs, sockets and devices are not served", asked)
        if (like or kind) != allowed:
            # Until now the path was granted as an entry of the other kind; the one that counts is asked in full.
            context = target.context(paths) if target.context is not None else _NO_CONTEXT
            refusal = self._refusal(target, like or kind, path, asked, context)
            if refusal is not None:
                raise refusal
        if extra:
            resource, shown = Resource(kind, path), Resource(kind, asked)
            for action in extra:
                self._require(action, resource, shown)
            actions = (*actions, *extra)
        self._guardrail.check(target, found)
        return _Settled(found, kind, actions)

    def _ask_text(self, target: PathTarget, path: str, asked: str, context: Context) -> str:
        """Require that the path is granted as a File or as a Dir, whichever the operation takes, and return as which.

        Touches nothing.
        """
        refusal = None
        if target.file is not None:
            refusal = self._refusal(target, FILE, path, asked, context)
            if refusal is None:
                return FILE
        if target.dir is not None:
            as_directory = self._refusal(target, DIR, path, asked, context)
            if as_directory is None:
                return DIR
            # The one that came nearer is the more useful answer; it depends on the policy alone, not on what is there.
            if refusal is None or as_directory.passed > refusal.passed:
                refusal = as_directory
        assert refusal is not None
        raise refusal

    def _refusal(self, target: PathTarget, kind: str, path: str, asked: str, context: Context) -> Refused | None:
        """Return why the path is not granted as an entry of this kind, or None."""
        decide = self._decider.decide
        actions = target.file if kind == FILE else target.dir
        assert actions is not None
        own = kind == DIR and not target.at
        entry = Resource(kind, path)
        directory = entry if own else Resource(DIR, path.rpartition("/")[0] or "/")
        decision = decide(OPEN, directory)
        if not decision.allowed:
            shown = directory if asked == path else Resource(kind, asked)
            rest = tuple((action, entry) for action in actions if not (own and action is OPEN))
            return Refused(OPEN, shown, directory, decision, rest=rest)
        for passed, action in enumerate(actions, start=1):
            if own and action is OPEN:
                continue
            decision = decide(action, entry, context)
            if not decision.allowed:
                rest = tuple((later, entry) for later in actions[passed:])
                return Refused(action, Resource(kind, asked), entry, decision, passed=passed, rest=rest)
        return None

    def _ask_moved(self, operation: Operation, settled: Mapping[str, _Settled], paths: Mapping[str, str]) -> None:
        """Ask again where a context told of a path that links lead elsewhere."""
        real = {name: found.entry.path for name, found in settled.items()}
        if real == paths:
            return
        for name, found in settled.items():
            target = operation.targets[name]
            if type(target) is PathTarget and target.context is not None:
                refusal = self._refusal(target, found.kind, found.entry.path, paths[name], target.context(real))
                if refusal is not None:
                    raise refusal

    def _require(self, action: Action, resource: Resource, asked: Resource) -> None:
        decision = self._decider.decide(action, resource)
        if not decision.allowed:
            raise Refused(action, asked, resource, decision)

    def _file(self, number: int) -> OpenFile:
        held = self._handles.get(number)
        if type(held) is not OpenFile:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return held

    def _held(self, target: HandleTarget, number: int) -> Granted[Any]:
        if target.listing:
            held = self._handles.get(number)
            if type(held) is not Listing:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return grant(held, ())
        file = self._file(number)
        if (target.read and not file.readable) or (target.write and not file.writable):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        # The rights were authorized when the file was opened; the descriptor cannot have come to mean another file.
        rights = ((READ,) if target.read else ()) + ((WRITE,) if target.write else ())
        return grant(file, rights + target.ask)

    def _end(self, number: int) -> None:
        """Give a number back; a listing that goes on keeps what it stands for."""
        try:
            held = self._handles.get(number)
        except OSError:
            return
        self._handles.take(number)
        if type(held) is OpenFile:
            close_held(held)

    def _number(self, fields: list[Any]) -> list[Any]:
        first = fields[0]
        if type(first) is OpenFile or type(first) is Listing:
            fields[0] = self._handles.add(first)
        return fields
