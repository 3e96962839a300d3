"""A refusal by the policy: what the script is told, and what the operator is."""

from collections.abc import Sequence

from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.policy.decision import Decision
from rexpy.broker.result import Denial

_SHORT = {"file_system::File": "file", "file_system::Dir": "directory", "sysinfo::Hostname": "host"}

Needs = tuple[tuple[Action, Resource], ...]


class Refused(Exception):
    """The policy did not allow what an operation needs.

    `asked` is what the script asked for, `decided` what was decided: they differ where a link led elsewhere, and then
    the script is not told where. `passed` counts the needs that were allowed before this one;
    `rest` are the operation's further needs, which were not asked any more; `if_new` those that it has where the entry
    is not there yet, which nobody looked at.
    """

    def __init__(
        self,
        action: Action,
        asked: Resource,
        decided: Resource,
        decision: Decision,
        *,
        passed: int = 0,
        rest: Needs = (),
        if_new: Needs = (),
    ) -> None:
        super().__init__()
        self.of_link = False
        """Whether it is the text of a link on the way that may not be told."""
        self.passed = passed
        self.rest = rest
        self.if_new = if_new
        self.action = action
        self.asked = asked
        self.decided = decided
        self.decision = decision

    @property
    def by_link(self) -> bool:
        """Whether the refusal is about a link, or where it leads: of that, the script is told nothing."""
        return self.of_link or self.asked != self.decided

    def text(self) -> str:
        """Return the message of the PermissionError that the script meets, without the path that CPython adds."""
        decision, action = self.decision, action_uid(self.action)
        what = f"{self.action.name} on {_SHORT.get(self.asked.type, self.asked.type)}"
        if self.of_link:
            return f"Denied by policy: {what}: a symbolic link on the path may not be read ({action} is needed on it)"
        if self.by_link:
            return (
                f"Denied by policy: {what}: a symbolic link on the path leads to a place that the policy "
                f"does not grant ({action} is needed where it really leads)"
            )
        if decision.effect == "forbid":
            named = ", ".join(ref.id for ref in decision.policies)
            advice = f": {decision.advice}" if decision.advice else ""
            return f"Denied by policy: {what}: forbidden by {named}{advice}"
        if decision.effect == "error":
            return f"Denied by policy: {what}: the request could not be decided, which refuses it"
        return f"Denied by policy: {what}: no permit names {action} on {uid(self.asked)}"

    def shown(self) -> tuple[str, str]:
        """Return the action and the resource as the script may see them."""
        return action_uid(self.action), uid(self.asked)

    def _permits(self, principal: Resource) -> str:
        """Return permits for this need and those that would have been asked next, one for each resource."""
        wanted: dict[Resource, list[Action]] = {}
        for action, resource in ((self.action, self.decided), *self.rest):
            wanted.setdefault(resource, []).append(action)
        return "\n".join(
            permit(principal, actions, resource, if_new=[action for action, entry in self.if_new if entry == resource])
            for resource, actions in wanted.items()
        )

    def denial(self, *, principal: Resource, operation: str, line: int) -> Denial:
        """Return the record for the operator."""
        decision = self.decision
        return Denial(
            action=action_uid(self.action),
            resource=uid(self.decided),
            principal=uid(principal),
            effect=decision.effect,
            policies=tuple(f"{ref.id} ({ref.file}:{ref.line})" for ref in decision.policies),
            errors=decision.errors,
            advice=decision.advice,
            operation=operation,
            line=line,
            permit=self._permits(principal) if decision.effect == "no_permit" else None,
        )


def quote(text: str) -> str:
    """Return `text` as a Cedar string literal, for people to read; control characters and quotes are escaped."""
    made = []
    for character in text:
        if character in '"\\':
            made.append("\\" + character)
        elif character.isprintable():
            made.append(character)
        else:
            made.append(f"\\u{{{ord(character):x}}}")
    return f'"{"".join(made)}"'


def uid(resource: Resource) -> str:
    """Return the uid as Cedar writes it."""
    return f"{resource.type}::{quote(resource.id)}"


def action_uid(action: Action) -> str:
    """Return the action's uid as Cedar writes it."""
    return f"{action.type}::{quote(action.name)}"


def permit(principal: Resource, actions: Sequence[Action], resource: Resource, *, if_new: Sequence[Action] = ()) -> str:
    """Return the narrowest permit that allows the requests: a proposal for a person, never loaded by rexpy.

    A comment in it says what else is needed if there is no such entry yet.
    """
    named = [action_uid(action) for action in actions]
    which = f"action == {named[0]}" if len(named) == 1 else f"action in [{', '.join(named)}]"
    new = [action_uid(action) for action in if_new if action not in actions]
    which += f",\n  // and {', '.join(new)}, if it is not there yet\n" if new else ",\n"
    return f"permit(\n  principal == {uid(principal)},\n  {which}  resource == {uid(resource)}\n);"
