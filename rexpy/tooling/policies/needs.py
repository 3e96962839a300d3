"""What an operation asks of the policy for given arguments, from its declaration; the rules are the gate's.

Nothing of the machine is looked at: what depends on what is there is given with its `when`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hostapi.operation import Operation
from hostapi.registry import BY_NAME
from hostapi.target import Context, HandleTarget, HostTarget, PathTarget
from hostapi.vocabulary.base import Action, Resource
from hostapi.vocabulary.file_system import DIR, FILE, OPEN, directory_of, refuse_path
from hostapi.vocabulary.sysinfo import HOSTNAME
from rexpy.broker.policy.shorthand import NotUnderstood

AS_FILE, AS_DIRECTORY = "as a file", "as a directory"
LINK = "on each link on the way, where there is one"
MISSING, EXISTING = "where nothing is there", "where something is there"


class Need(NamedTuple):
    """One request; *when* is empty where it is always asked."""

    action: Action
    resource: Resource
    context: Context = ()
    when: str = ""


@functools.cache
def asked_actions() -> frozenset[Action]:
    """Return every action that some operation asks."""
    found: set[Action] = set()
    for operation in BY_NAME.values():
        for target in operation.targets.values():
            if isinstance(target, PathTarget):
                for some in (target.file, target.dir, target.missing, target.existing, target.through):
                    found.update(some or ())
            else:
                found.update(target.ask)
    return frozenset((OPEN, *found))


def needs_of(name: str, arguments: Sequence[str]) -> list[Need]:
    """Return what the operation *name* asks; raises `NotUnderstood`.

    *arguments* are its paths and host names in order; `File:/path` or `Dir:/path` says what is there.
    """
    operation = BY_NAME.get(name)
    if operation is None:
        import difflib

        near = difflib.get_close_matches(name, BY_NAME, n=1)
        raise NotUnderstood(f"there is no operation {name!r}", near[0] if near else None)
    named = [
        parameter.name
        for parameter in operation.parameters
        if isinstance(operation.targets.get(parameter.name), (PathTarget, HostTarget))
    ]
    if not named and any(isinstance(target, HandleTarget) for target in operation.targets.values()):
        raise NotUnderstood(f"{name} asks for what was opened before, which was decided then")
    if len(arguments) != len(named):
        raise NotUnderstood(f"{name} takes {', '.join(named) or 'no path'}; {len(arguments)} given")
    given = dict(zip(named, arguments, strict=True))
    paths = {one: _path(text) for one, text in given.items() if isinstance(operation.targets[one], PathTarget)}
    found: dict[Need, None] = {}
    for one, text in given.items():
        found.update(dict.fromkeys(_needs(operation, one, text, paths)))
    return list(found)


def _needs(operation: Operation, name: str, text: str, paths: Mapping[str, tuple[str, str | None]]) -> Iterator[Need]:
    target = operation.targets[name]
    if isinstance(target, HostTarget):
        host = text.removeprefix("Hostname:")
        yield from (Need(action, Resource(HOSTNAME, host)) for action in target.ask)
    elif isinstance(target, PathTarget):
        path, kind = paths[name]
        if target.like is not None:
            kind = paths[target.like][1]
        context = target.context({one: path for one, (path, _) in paths.items()}) if target.context else ()
        yield from _path_needs(target, path, kind, context)


def _path_needs(target: PathTarget, path: str, kind: str | None, context: Context) -> Iterator[Need]:
    kinds = [one for one, actions in ((FILE, target.file), (DIR, target.dir)) if actions is not None]
    if kind is not None:
        if kind not in kinds:
            raise NotUnderstood(f"the operation takes no {kind.rpartition('::')[2]} there")
        kinds = [kind]
    for action in target.through:
        yield Need(action, Resource(FILE, path), when=LINK)
    for one in kinds:
        when = "" if len(kinds) == 1 else AS_FILE if one == FILE else AS_DIRECTORY
        entry = Resource(one, path)
        own = one == DIR and not target.at
        directory = entry if own else Resource(DIR, directory_of(path) or "/")
        # The directory that is changed is the same, whatever the entry is.
        yield Need(OPEN, directory, when="" if target.at else when)
        actions = (target.file if one == FILE else target.dir) or ()
        yield from (Need(action, entry, context, when) for action in actions if not (own and action == OPEN))
        for extra, situation in ((target.missing, MISSING), (target.existing, EXISTING)):
            joined = ", ".join(part for part in (when, situation) if part)
            yield from (Need(action, entry, (), joined) for action in extra or ())


def _path(text: str) -> tuple[str, str | None]:
    """Return a path, and its kind where *text* says it."""
    kind = None
    for prefix, one in (("File:", FILE), ("Dir:", DIR)):
        if text.startswith(prefix):
            kind, text = one, text.removeprefix(prefix)
    reason = refuse_path(text)
    if reason is not None:
        raise NotUnderstood(f"{text!r} is no path: {reason}")
    return text, kind
