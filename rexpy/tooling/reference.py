"""The operations as a reference: what each takes, what is asked of the policy for it, what comes back.

Everything is derived from the declarations in `hostapi`; the rules of derivation are those of
`hostapi.target`, which the gate applies.
"""

from dataclasses import dataclass
from typing import Any

from hostapi.operation import Operation
from hostapi.registry import OPERATIONS
from hostapi.target import ContextOf, HandleTarget, HostTarget, PathTarget
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.file_system import DIR, FILE, OPEN
from hostapi.vocabulary.schema import cedar_schema, json_schema
from hostapi.vocabulary.sysinfo import HOSTNAME

KINDS = {
    "path": "an absolute path in canonical form: no empty, `.` or `..` component, at most 64 components",
    "handle": "a number that an earlier operation returned",
    "hostname": "a host name in lower case, no address",
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "bytes": "bytes, at most 1 MiB",
}
"""What each kind of argument is."""

EVERY_ERROR = (
    (
        "PermissionError EACCES",
        "the policy does not allow what is asked (`.denial` says what), or it is a file that governs the run",
    ),
    ("OSError EINVAL, ENAMETOOLONG", "a path that is not canonical text, or too long"),
)
"""What any operation on a path may raise besides its own errors."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the policy: *action* on an entity of type *resource*.

    *of* says which entity, in terms of the arguments; *when* is empty where it is always asked. *context*
    names what the request's context holds.
    """

    action: str
    resource: str
    of: str
    when: str = ""
    context: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can say them."""
        return {
            "action": self.action,
            "resource": self.resource,
            "of": self.of,
            "when": self.when or None,
            "context": list(self.context),
        }


def families() -> dict[str, list[Operation]]:
    """Return the operations by family, both in alphabetical order."""
    found: dict[str, list[Operation]] = {}
    for operation in sorted(OPERATIONS, key=lambda each: each.name):
        found.setdefault(operation.name.partition(".")[0], []).append(operation)
    return dict(sorted(found.items()))


def asks(operation: Operation) -> tuple[Ask, ...]:
    """Return what is asked of the policy before *operation* is performed, in order."""
    found: list[Ask] = []
    for parameter in operation.parameters:
        target = operation.targets.get(parameter.name)
        if isinstance(target, PathTarget):
            found += _path_asks(parameter.name, target, operation)
        elif isinstance(target, HostTarget):
            found += [Ask(action_uid(action), HOSTNAME, f"`{parameter.name}`") for action in target.ask]
        elif isinstance(target, HandleTarget):
            found += [Ask(action_uid(action), FILE, f"the file behind `{parameter.name}`") for action in target.ask]
    return tuple(dict.fromkeys(found))


def _path_asks(name: str, target: PathTarget, operation: Operation) -> list[Ask]:
    both = target.file is not None and target.dir is not None
    like = f"`{target.like}` is" if target.like else "it is"
    context = _context_names(target.context, operation) if target.context is not None else ()
    above = f"the directory of `{name}`"
    found: list[Ask] = []
    if target.file is not None:
        when = f"{like} not a directory" if both else ""
        found.append(Ask(action_uid(OPEN), DIR, above, "" if target.at else when))
        found += [Ask(action_uid(action), FILE, f"`{name}`", when, context) for action in target.file]
    if target.dir is not None:
        when = f"{like} a directory" if both else ""
        found.append(Ask(action_uid(OPEN), DIR, above) if target.at else Ask(action_uid(OPEN), DIR, f"`{name}`", when))
        rest = [action for action in target.dir if target.at or action != OPEN]
        found += [Ask(action_uid(action), DIR, f"`{name}`", when, context) for action in rest]
    kind = " or ".join(kind for kind, actions in ((FILE, target.file), (DIR, target.dir)) if actions is not None)
    found += [Ask(action_uid(action), kind, f"`{name}`", "nothing is there") for action in target.missing or ()]
    found += [Ask(action_uid(action), kind, f"`{name}`", "something is there") for action in target.existing or ()]
    if target.through:
        link = f"each link on the way of `{name}`"
        found.append(Ask(action_uid(OPEN), DIR, f"the directory of {link}"))
        found += [Ask(action_uid(action), FILE, link) for action in target.through]
    return found


def _context_names(context: ContextOf, operation: Operation) -> tuple[str, ...]:
    """Return the names in the context, dotted, found by building one."""
    paths = {parameter.name: "/directory/name" for parameter in operation.parameters if parameter.kind == "path"}
    names: list[str] = []
    for field, value in context(paths):
        if isinstance(value, tuple):
            names += [f"{field}.{inner}" for inner, _ in value]
        else:
            names.append(field)
    return tuple(names)


def rights(operation: Operation) -> tuple[str, ...]:
    """Return which rights the handles must have been opened with, one sentence each."""
    found = []
    for name, target in operation.targets.items():
        if isinstance(target, HandleTarget) and (target.read or target.write):
            words = " and ".join(
                word for word, needed in (("reading", target.read), ("writing", target.write)) if needed
            )
            found.append(f"`{name}` was opened for {words}")
    return tuple(found)


def links(operation: Operation) -> str | None:
    """Return what the operation does with a link at the end of a path, None where it takes no path."""
    follows = [target.follow for target in operation.targets.values() if isinstance(target, PathTarget)]
    if not follows:
        return None
    if any(isinstance(follow, str) for follow in follows):
        return "A link at the end is followed when `follow` is true; all is then asked again where it leads."
    if all(follows):
        return "A link is followed; all is asked again where it leads."
    return "A link at the end is not followed: it is the entry itself."


def errors(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return every error as (name, when): the operation's own, then those of any operation of its kind."""
    paths = any(isinstance(target, PathTarget) for target in operation.targets.values())
    hosts = any(isinstance(target, HostTarget) for target in operation.targets.values())
    common = EVERY_ERROR if paths else EVERY_ERROR[:1] if hosts or asks(operation) else ()
    return (*operation.errors, *common)


def signature(operation: Operation) -> str:
    """Return the operation as a call: `fs.rename(source, destination)`."""
    return f"{operation.name}({', '.join(f'{p.name}: {p.kind}' for p in operation.parameters)})"


def to_json(operation: Operation) -> dict[str, Any]:
    """Return the reference of one operation as JSON can say it."""
    return {
        "name": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "arguments": [{"name": p.name, "kind": p.kind, "means": KINDS[p.kind]} for p in operation.parameters],
        "asks": [ask.to_json() for ask in asks(operation)],
        "needs": list(rights(operation)),
        "returns": operation.returns,
        "answered": not operation.cast,
        "opens_handle": operation.opens,
        "links": links(operation),
        "errors": [{"error": name, "when": when} for name, when in errors(operation)],
    }


def action_uid(action: Action) -> str:
    """Return the action's uid as Cedar writes it."""
    return f'{action.type}::"{action.name}"'


__all__ = [
    "KINDS",
    "Ask",
    "action_uid",
    "asks",
    "cedar_schema",
    "errors",
    "families",
    "json_schema",
    "links",
    "rights",
    "signature",
    "to_json",
]
