"""What a policy's head and its plain conditions say, as facts that two policies can be compared by.

Invariant: every claim made from facts is true of every request. What is not understood stays a condition of its
own, which only the same condition implies; "unknown" is always answered with "no".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from hostapi.vocabulary.base import Action
from hostapi.vocabulary.every import ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.principals import USER
from rexpy.broker.policy.statement import Json, Located, Uid, literal_entity, uid_of
from rexpy.tooling.policies.atoms import Atom, Choice, Parents, above, atom_for, disjoint, implies, said, written
from rexpy.tooling.policies.never import contradiction, signed
from rexpy.tooling.policies.subjects import wrong_uid

Variable = Literal["principal", "action", "resource"]


class Facts(NamedTuple):
    """A policy as a conjunction: each choice, and each condition in *rest*, must hold; *actions* are those it names,
    without those that no resource of the other facts can have.

    *types* are the resource types that can match. *never* says why nothing matches, where that is known.
    """

    located: Located
    actions: frozenset[Action]
    principal: tuple[Choice, ...]
    resource: tuple[Choice, ...]
    rest: frozenset[str]
    types: frozenset[str]
    never: str | None


def facts_of(located: Located) -> Facts:
    """Return the facts of a policy without slots."""
    body = located.body
    choices: dict[str, list[Choice]] = {"principal": [], "action": [], "resource": []}
    rest: list[str] = []
    never: str | None = None
    for variable, found in choices.items():
        found += _head(body[variable])
    for condition in body["conditions"]:
        parts = list(conjuncts(condition["body"])) if condition["kind"] == "when" else [condition["body"]]
        for part in parts:
            value = part.get("Value")
            if isinstance(value, bool):
                if value is (condition["kind"] == "unless"):
                    never = f"its `{condition['kind']}` is {json.dumps(value)}"
                continue
            variable_and_choices = _about(part) if condition["kind"] == "when" else None
            if variable_and_choices is None:
                rest.append(json.dumps([condition["kind"], part], sort_keys=True))
            else:
                choices[variable_and_choices[0]] += variable_and_choices[1]
    actions = _actions(choices["action"])
    types = frozenset(kind for action in actions for kind in ACTIONS[action].resources)
    never = (
        never
        or _contradiction(choices["principal"], "principal")
        or _contradiction(choices["resource"], "resource")
        or contradiction(signed(body["conditions"]), choices["resource"])
    )
    for choice in choices["resource"]:
        types &= frozenset(kind for atom in choice for kind in atom.types)
    fitting = frozenset(action for action in actions if types & frozenset(ACTIONS[action].resources))
    if never is None and not fitting:
        never = "none of its actions applies to a resource that it names"
    return Facts(
        located,
        fitting,
        tuple(choices["principal"]),
        tuple(choices["resource"]),
        frozenset(rest),
        types,
        never,
    )


def covers(wide: Facts, narrow: Facts, parents: Parents) -> bool:
    """Return whether every request that *narrow* matches is matched by *wide*; False where that is not certain."""
    return (
        wide.never is None
        and narrow.actions <= wide.actions
        and wide.rest <= narrow.rest
        and all(_implied(choice, narrow.resource, narrow.types, parents) for choice in wide.resource)
        and all(_implied(choice, narrow.principal, frozenset((USER,)), parents) for choice in wide.principal)
    )


def keys(facts: Facts) -> Iterator[Uid]:
    """Yield the entities one of which a narrower policy's resource must be or be in; none where there is no such
    bound."""
    for choice in facts.resource:
        if all(atom.kind != "is" for atom in choice):
            yield from (atom.uid for atom in choice)
            return


def bounds(facts: Facts) -> Iterator[Uid]:
    """Yield every entity that *facts* name of the resource, and every directory above one."""
    for choice in facts.resource:
        for atom in choice:
            if atom.kind != "is":
                yield atom.uid
                if atom.uid.type in (FILE, DIR):
                    yield from (Uid(DIR, path) for path in above(atom.uid.id))


def dead(facts: Facts) -> list[Uid]:
    """Return the entities for which *facts* never match: no request names one of them."""
    for choice in facts.resource:
        if all(atom.dead for atom in choice):
            return [atom.uid for atom in sorted(choice)]
    return []


def may_touch(facts: Facts, uid: Uid) -> bool:
    """Return whether the resource *uid* may match, as far as the facts say; its type is one that they allow."""
    return uid.type in facts.types and all(
        any(not disjoint(atom, Atom("eq", uid)) for atom in choice) for choice in facts.resource
    )


def _head(constraint: Json) -> list[Choice]:
    found: list[Choice] = []
    operator = constraint["op"]
    if operator == "is":
        found.append(frozenset((Atom("is", Uid(constraint["entity_type"], "")),)))
        if "in" in constraint:
            found.append(frozenset((atom_for("in", uid_of(constraint["in"]["entity"])),)))
    elif operator != "All":
        several = constraint.get("entities") or [constraint["entity"]]
        found.append(frozenset(atom_for(operator, uid_of(entity)) for entity in several))
    return found


def conjuncts(expression: Json) -> Iterator[Json]:
    """Yield what `&&` joins in *expression*, in order, without recursion."""
    pending = [expression]
    while pending:
        one = pending.pop()
        if "&&" in one:
            pending += [one["&&"]["right"], one["&&"]["left"]]
        else:
            yield one


def _about(expression: Json) -> tuple[Variable, list[Choice]] | None:
    """Return which variable *expression* is about and what it says; None where it is not understood."""
    ((operator, content),) = expression.items()
    if operator == "||":
        return _either(content["left"], content["right"])
    if operator == "is":
        return _is(content)
    if operator == "contains":
        variable, other, operator = content["right"], content["left"], "=="
    elif operator in ("==", "in"):
        variable, other = content["left"], content["right"]
        if operator == "==" and "Var" not in variable:
            variable, other = other, variable
        if operator == "==" and "Set" in other:
            return None
    else:
        return None
    name = variable.get("Var")
    uids = _literals(other)
    if name not in ("principal", "action", "resource") or not uids:
        return None
    return name, [frozenset(atom_for(operator, uid) for uid in uids)]


def _is(content: Json) -> tuple[Variable, list[Choice]] | None:
    name = content["left"].get("Var")
    if name not in ("principal", "resource"):
        return None
    found: list[Choice] = [frozenset((Atom("is", Uid(content["entity_type"], "")),))]
    if "in" in content:
        uids = _literals(content["in"])
        if not uids:
            return None
        found.append(frozenset(atom_for("in", uid) for uid in uids))
    return name, found


def _either(left: Json, right: Json) -> tuple[Variable, list[Choice]] | None:
    one, other = _about(left), _about(right)
    if one is None or other is None or one[0] != other[0] or len(one[1]) != 1 or len(other[1]) != 1:
        return None
    return one[0], [one[1][0] | other[1][0]]


def _literals(expression: Json) -> list[Uid] | None:
    members = expression.get("Set", [expression])
    found = [literal_entity(member) for member in members]
    return None if None in found else [uid for uid in found if uid is not None]


def _actions(choices: Sequence[Choice]) -> frozenset[Action]:
    found = frozenset(ACTIONS)
    for choice in choices:
        found &= frozenset(action for atom in choice for action in _named_actions(atom))
    return found


def _named_actions(atom: Atom) -> Iterable[Action]:
    named = Action(atom.uid.type.removesuffix("::Action"), atom.uid.id)
    if named in ACTIONS:
        yield named
    if atom.kind == "in":
        yield from (
            action
            for action, declared in ACTIONS.items()
            if action.namespace == named.namespace and named.name in declared.groups
        )


def _implied(wanted: Choice, given: Sequence[Choice], types: frozenset[str], parents: Parents) -> bool:
    if types and all(any(atom.kind == "is" and atom.uid.type == kind for atom in wanted) for kind in types):
        return True
    return any(all(any(implies(one, atom, parents) for atom in wanted) for one in choice) for choice in given)


def _contradiction(choices: Sequence[Choice], variable: str) -> str | None:
    for index, choice in enumerate(choices):
        if all(atom.dead for atom in choice):
            atom = min(choice)
            wrong = wrong_uid(atom.uid)
            reason = wrong.reason if wrong is not None else ENTITY_TYPES[atom.uid.type].refuse(atom.uid.id)
            return f"{written(atom.uid)} names nothing: {reason}"
        for other in choices[:index]:
            if all(disjoint(one, two) for one in choice for two in other):
                return f"no {variable} can be both {said(other)} and {said(choice)}"
    return None
