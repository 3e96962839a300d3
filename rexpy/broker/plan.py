"""An operation laid out for the gate, and the check of a call's arguments against it, before anything is decided."""

import errno
from typing import Any, NamedTuple

from hostapi.errors import PathRefused
from hostapi.hostname import refuse_hostname
from hostapi.operation import Operation
from hostapi.target import Context, HandleTarget, HostTarget, PathTarget
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.file_system import DIR, FILE, READ, WRITE, refuse_path
from rexpy.wire.errors import RemoteProtocolError

_TYPES: dict[str, type] = {
    "path": str, "hostname": str, "handle": int, "str": str, "int": int, "bool": bool, "bytes": bytes,
}  # fmt: skip


NO_CONTEXT: Context = ()


class Standing(NamedTuple):
    """What was decided of one path of a directory and stands for its others, `but_for` some: granted as `kind`."""

    kind: str
    but_for: frozenset[str]


class Alone(NamedTuple):
    """The one argument of an operation that is mediated: a path, on which nothing is asked but what its kind needs.

    `at` is its place among the arguments, `following` that of the argument that says whether to follow a link, or None.
    `rights` are the actions allowed on an entry of each kind. `standing` remembers decisions by directory, `stands`
    what there is to remember for each kind as which a path is granted.
    """

    at: int
    target: PathTarget
    following: int | None
    rights: dict[str, frozenset[Action]]
    standing: dict[str, Standing]
    stands: dict[str, Standing | None]


class Plan:
    """An operation laid out for the gate: which arguments are texts to check, which are mediated and how."""

    __slots__ = ("alone", "gives_back", "handles", "held", "hosts", "operation", "paths", "several", "types")

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.types = [_TYPES[parameter.kind] for parameter in operation.parameters]
        self.paths: list[tuple[int, str, PathTarget, int | None]] = []
        self.hosts: list[tuple[int, HostTarget]] = []
        self.handles: list[tuple[int, HandleTarget, frozenset[Action]]] = []
        for index, parameter in enumerate(operation.parameters):
            target = operation.targets.get(parameter.name)
            if type(target) is PathTarget:
                follow = operation.position(target.follow) if isinstance(target.follow, str) else None
                self.paths.append((index, parameter.name, target, follow))
            elif type(target) is HostTarget:
                self.hosts.append((index, target))
            elif type(target) is HandleTarget:
                # The rights were authorized when the file was opened; the descriptor cannot have come to mean another.
                rights = ((READ,) if target.read else ()) + ((WRITE,) if target.write else ())
                self.handles.append((index, target, frozenset(rights + target.ask)))
        self.several = len(self.paths) > 1 or any(target.context is not None for _, _, target, _ in self.paths)
        alone = len(self.handles) == 1 and not self.paths and not self.hosts
        self.gives_back = any(target.gives_back for _, target, _ in self.handles)
        plain = alone and not (self.gives_back or self.handles[0][1].ask or self.handles[0][1].ends)
        self.held = self.handles[0] if plain and not operation.opens else None
        self.alone = self._alone()

    def _alone(self) -> Alone | None:
        if len(self.paths) != 1 or self.hosts or self.handles:
            return None
        index, _, target, following = self.paths[0]
        if target.context is not None or target.at or target.changes or target.parent or target.existing != ():
            return None
        if target.through or target.anywhere:
            return None
        kinds = ((FILE, target.file), (DIR, target.dir))
        rights = {kind: frozenset(actions) for kind, actions in kinds if actions is not None}
        return Alone(index, target, following, rights, {}, {})


def check_types(plan: Plan, arguments: list[Any]) -> None:
    """Raise RemoteProtocolError unless the arguments are as many as declared, and of the declared types."""
    if list(map(type, arguments)) != plan.types:
        raise _breach(plan.operation, arguments)


def check(plan: Plan, arguments: list[Any]) -> None:
    """Check every argument before anything is decided. Raises RemoteProtocolError, PathRefused."""
    check_types(plan, arguments)
    for index, _, _, _ in plan.paths:
        check_path(arguments[index])
    for index, _ in plan.hosts:
        reason = refuse_hostname(arguments[index])
        if reason is not None:
            raise PathRefused(errno.EINVAL, f"Not a host name: {reason}", arguments[index])


def _breach(operation: Operation, arguments: list[Any]) -> RemoteProtocolError:
    parameters = operation.parameters
    if len(arguments) != len(parameters):
        return RemoteProtocolError(f"{operation.name} takes {len(parameters)} arguments, not {len(arguments)}")
    wrong = [p.name for p, value in zip(parameters, arguments, strict=True) if type(value) is not _TYPES[p.kind]]
    return RemoteProtocolError(f"{operation.name}: {', '.join(wrong)} of the wrong type")


def check_path(path: str, *, shown: str | None = None) -> None:
    """Raise PathRefused unless `path` is canonical text that Cedar may see; `shown` is what the error names instead."""
    reason = refuse_path(path)
    if reason is not None:
        number = errno.ENAMETOOLONG if len(path) > 4096 else errno.EINVAL
        raise PathRefused(number, f"Not a path that can be asked for: {reason}", shown if shown is not None else path)
