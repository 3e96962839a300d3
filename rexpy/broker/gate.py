"""The one way from a message to the system: parse everything, authorize every need, then mint and perform.

Invariant: nothing here or behind it runs before every need of the operation has an Allow, decided for exactly that
action on exactly that object. There is no permissive mode; a rehearsal is another program around the gate.
"""

import errno
import os
import stat
from collections.abc import Mapping
from typing import Any, NamedTuple

from hostapi.grant import Entry, Host, OpenFile, Sequel, Spent
from hostapi.mint import Hop, examine, grant
from hostapi.operation import Operation
from hostapi.services import Services
from hostapi.target import HandleTarget, PathTarget
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.sysinfo import HOSTNAME
from rexpy.broker.asking import Asking, Decider
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.handles import release as close_held
from rexpy.broker.plan import NO_CONTEXT, Alone, Plan, check, check_path, check_types

MAX_HOPS = 40
"""Links followed on one path: the kernel's own bound (path_resolution(7))."""

_ORDINARY = frozenset({stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK})
_MODES = {FILE: stat.S_IFREG, DIR: stat.S_IFDIR}
_NOTHING: frozenset[Action] = frozenset()
_NO_NAMES: Mapping[str, str] = {}


class _Settled(NamedTuple):
    """An argument that was looked at: what is there, of which kind it counts as, and what was allowed on it."""

    entry: Entry
    kind: str
    actions: tuple[Action, ...]


class Gate:
    """Mediates the operations of one run."""

    __slots__ = ("_asking", "_guardrail", "_handles", "_opened", "_plans", "_services")

    def __init__(self, decider: Decider, *, guardrail: Guardrail, handles: Handles, services: Services) -> None:
        self._asking = Asking(decider)
        self._guardrail = guardrail
        self._handles = handles
        self._services = services
        self._opened: list[int] = []
        self._plans: dict[str, Plan] = {}

    def perform(self, operation: Operation, arguments: list[Any]) -> list[Any]:
        """Return the fields of the reply; `done` is to be called once that is out.

        Raises Refused where the policy does not allow it, OSError where the system does not, RemoteProtocolError
        where the arguments are not what the worker's own stub would have sent, EndsRun where the run cannot go on.
        """
        if self._opened:
            self.done()
        plan = self._plans.get(operation.name)
        if plan is None:
            plan = self._plans[operation.name] = Plan(operation)
        if plan.alone is not None:
            return self._perform_alone(plan, plan.alone, arguments)
        if plan.held is not None:
            # Rights come with the handle; there is nothing to look at and nothing to ask.
            check_types(plan, arguments)
            index, target, rights = plan.held
            granted = list(arguments)
            granted[index] = grant(self._held(target, arguments[index]), rights)
            for service in operation.services:
                granted.append(getattr(self._services, service))
            return operation.function(*granted) or []
        check(plan, arguments)
        if plan.gives_back:
            # Nothing is asked for giving up what one holds, and nothing is minted.
            held = self._handles.get(arguments[0])
            self._handles.take(arguments[0])
            operation.function(grant(held, _NOTHING))
            return []
        named = {name: arguments[index] for index, name, _, _ in plan.paths} if plan.several else _NO_NAMES
        allowed = self._authorize(plan, arguments, named)
        return self._act(plan, arguments, named, allowed)

    def done(self) -> None:
        """Close what the last operation was looked at through. The worker has its reply meanwhile, and goes on."""
        while self._opened:
            os.close(self._opened.pop())

    def _perform_alone(self, plan: Plan, alone: Alone, arguments: list[Any]) -> list[Any]:
        """Perform an operation of which a path is all that is mediated: the same steps, with nothing to spare."""
        check_types(plan, arguments)
        index, target, following, rights, _, _ = alone
        path = arguments[index]
        allowed = self._asking.path(alone, path)
        follow = bool(target.follow if following is None else arguments[following])
        found = examine(path, at=False, follow=follow)
        granted = list(arguments)
        if type(found) is Entry:
            self._opened.append(found.fd)
            seen = found.stat
            assert seen is not None
            if stat.S_IFMT(seen.st_mode) == _MODES[allowed] and seen.st_dev in self._guardrail.ordinary:
                # What was granted is what is there, and the guardrail has nothing to say of it.
                granted[index] = grant(found, rights[allowed])
                return self._call(plan.operation, granted)
        settled = self._settle(target, path, _NO_NAMES, allowed, found, follow=follow, like=None)
        granted[index] = grant(settled.entry, frozenset(settled.actions))
        return self._call(plan.operation, granted)

    def _hold(self, entry: Entry) -> None:
        self._opened += [fd for fd in (entry.fd, entry.parent_fd) if fd >= 0]

    def _call(self, operation: Operation, granted: list[Any]) -> list[Any]:
        if operation.opens:
            self._handles.require_room()
        for service in operation.services:
            granted.append(getattr(self._services, service))
        fields = operation.function(*granted)
        return self._number(fields) if fields else []

    def _authorize(self, plan: Plan, arguments: list[Any], named: Mapping[str, str]) -> list[str]:
        """Ask about every argument as it is written, before the system is looked at.

        Return, for each path, the kind as which it is granted.
        """
        for index, target in plan.hosts:
            host = Resource(HOSTNAME, arguments[index])
            for action in target.ask:
                self._asking.require(action, host, host)
        for index, held, _ in plan.handles:
            if held.ask:
                file = Resource(FILE, self._file(arguments[index]).entry_path)
                for action in held.ask:
                    self._asking.require(action, file, file)
        allowed = []
        for index, _, wanted, _ in plan.paths:
            path = arguments[index]
            context = wanted.context(named) if wanted.context is not None else NO_CONTEXT
            allowed.append(self._asking.text(wanted, path, path, context))
        return allowed

    def _act(self, plan: Plan, arguments: list[Any], named: Mapping[str, str], allowed: list[str]) -> list[Any]:
        """Look, settle what is there, mint the grants, perform."""
        operation = plan.operation
        granted = list(arguments)
        settled: dict[str, _Settled] = {}
        for (index, name, target, following), kind in zip(plan.paths, allowed, strict=True):
            follow = target.follow if following is None else arguments[following]
            like = settled[target.like].kind if target.like is not None else None
            at = target.at or target.parent
            seen = examine(arguments[index], at=at, follow=bool(follow), anywhere=target.anywhere)
            if type(seen) is Entry:
                self._hold(seen)
            found = self._settle(target, arguments[index], named, kind, seen, follow=follow, like=like)
            if plan.several:
                settled[name] = found
            granted[index] = grant(found.entry, frozenset(found.actions))
        if plan.several:
            self._ask_moved(operation, settled, named)
        for index, host in plan.hosts:
            granted[index] = grant(Host(arguments[index]), frozenset(host.ask))
        for index, held, rights in plan.handles:
            granted[index] = grant(self._held(held, arguments[index]), rights)
        try:
            return self._call(operation, granted)
        finally:
            for index, held, _ in plan.handles:
                if held.ends:
                    self._end(arguments[index])

    def _settle(
        self,
        target: PathTarget,
        path: str,
        paths: Mapping[str, str],
        allowed: str,
        found: Entry | Hop,
        *,
        follow: bool | str,
        like: str | None,
    ) -> _Settled:
        """Return what is at the path once every link on the way was authorized, and what is allowed on it.

        `found` is what a first look at it gave.
        """
        asked = path
        hops = 0
        while type(found) is Hop:
            hops += 1
            if hops > MAX_HOPS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), asked)
            if target.through:
                self._ask_link(target, found.link, asked)
            path = found.leads_to
            check_path(path, shown=asked)
            context = target.context(paths) if target.context else NO_CONTEXT
            allowed = self._asking.text(target, path, asked, context)
            at = target.at or target.parent
            found = examine(path, at=at, follow=bool(follow), anywhere=target.anywhere)
            if type(found) is Entry:
                self._hold(found)
        assert type(found) is Entry
        seen = found.stat
        if seen is None:
            kind = like or allowed
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
            context = target.context(paths) if target.context is not None else NO_CONTEXT
            refusal = self._asking.refusal(target, like or kind, path, asked, context)
            if refusal is not None:
                raise refusal
        if extra:
            resource, shown = Resource(kind, path), Resource(kind, asked)
            for action in extra:
                self._asking.require(action, resource, shown)
            actions = (*actions, *extra)
        self._guardrail.check(target, found)
        return _Settled(found, kind, actions)

    def _ask_link(self, target: PathTarget, link: str, asked: str) -> None:
        """Require that the script may be told what the link `link`, on the way of the path `asked`, says."""
        refusal = self._asking.refusal(PathTarget(file=target.through), FILE, link, asked, NO_CONTEXT)
        if refusal is not None:
            refusal.of_link = True
            raise refusal
        seen = examine(link, at=False, follow=False)
        if type(seen) is not Entry:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), asked)
        self._hold(seen)
        self._guardrail.check(target, seen)

    def _ask_moved(self, operation: Operation, settled: Mapping[str, _Settled], paths: Mapping[str, str]) -> None:
        """Ask again where a context told of a path that links lead elsewhere."""
        real = {name: found.entry.path for name, found in settled.items()}
        if real == paths:
            return
        for name, found in settled.items():
            target = operation.targets[name]
            if type(target) is PathTarget and target.context is not None:
                refusal = self._asking.refusal(target, found.kind, found.entry.path, paths[name], target.context(real))
                if refusal is not None:
                    raise refusal

    def _file(self, number: int) -> OpenFile:
        held = self._handles.get(number)
        if type(held) is not OpenFile:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return held

    def _held(self, target: HandleTarget, number: int) -> OpenFile | Sequel:
        if target.sequel is not None:
            held = self._handles.get(number)
            if type(held) is not target.sequel:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return held
        file = self._file(number)
        if (target.read and not file.readable) or (target.write and not file.writable):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return file

    def _end(self, number: int) -> None:
        """Give a number back; what goes on keeps what it stands for."""
        try:
            held = self._handles.get(number)
        except OSError:
            return
        self._handles.take(number)
        if type(held) is OpenFile:
            close_held(held)

    def _number(self, fields: list[Any]) -> list[Any]:
        first = fields[0]
        if type(first) is Spent:
            self._opened.append(first.fd)
            fields[0] = -1
        elif type(first) is OpenFile or isinstance(first, Sequel):
            fields[0] = self._handles.add(first)
        return fields
