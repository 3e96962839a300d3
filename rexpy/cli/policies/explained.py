"""An explanation as a person reads it."""

from collections.abc import Sequence
from typing import Any

from rexpy.cli import visible
from rexpy.cli.paint import BLANK, ERROR, FAINT, GOOD, STRONG, WARNING, Line, Span, code, line, row, spans

_MARKS = {True: ("yes", GOOD), False: ("no", ERROR), None: ("?", FAINT)}


def lines(found: Sequence[tuple[str, Any]], notes: Sequence[str]) -> list[Line]:
    """Return the lines for several explanations, each with when the request is asked."""
    made = [spans(Span("note: ", WARNING), visible.line(note)) for note in notes]
    for when, one in found:
        made += [BLANK] if made else []
        made += _request(when, one)
        made += _why(one)
        made += [_observed(shadow) for shadow in one.decision.observed]
    return made


def _observed(shadow: Any) -> Line:
    does = "would change that" if shadow.changes else "would change nothing"
    if shadow.effect == "error":
        does = "cannot be evaluated"
    return spans("in shadow: ", Span(_place(shadow.policy), STRONG), f" {does}, were it enforced", indent=2)


def _request(when: str, one: Any) -> list[Line]:
    from rexpy.broker.refusal import action_uid, uid

    decision = one.decision
    verdict = Span("allowed: ", GOOD) if decision.allowed else Span("denied: ", ERROR)
    action, resource = action_uid(one.asked.action), visible.line(uid(one.asked.resource))
    made = [spans(verdict, Span(action, STRONG), " on ", Span(resource, STRONG))]
    who = f"for {visible.line(uid(one.asked.principal))}"
    made.append(line(f"{who}, {visible.line(when)}" if when else who, FAINT, indent=2))
    return made


def _why(one: Any) -> list[Line]:
    decision = one.decision
    if decision.effect == "error":
        made = [line("the request could not be decided, which denies it", indent=2)]
        return [*made, *(line(visible.line(error), indent=4) for error in decision.errors)]
    if decision.effect != "no_permit":
        verb = "permitted by" if decision.allowed else "forbidden by"
        made = []
        for ref, text in zip(decision.policies, one.texts, strict=True):
            made.append(spans(f"{verb} ", Span(_place(ref), STRONG), indent=2))
            made += [code(each, FAINT, indent=4) for each in visible.block(text).splitlines()]
        if decision.advice:
            made.append(spans("advice: ", Span(visible.line(decision.advice), GOOD), indent=2))
        if one.otherwise is not None:
            made.append(line(_otherwise(one.otherwise), indent=2))
        return made
    made = []
    if one.near:
        made.append(line("no permit matches; the nearest, part by part:", indent=2))
        for near in one.near:
            made.append(line(_place(near.policy), STRONG, indent=4))
            made += [_part(part) for part in near.parts]
    else:
        made.append(line("no permit comes near it", indent=2))
    made.append(line("this one would permit it:", indent=2))
    made += [code(each, GOOD, indent=4) for each in visible.block(one.permit).splitlines()]
    return made


def _otherwise(otherwise: Any) -> str:
    if otherwise.allowed:
        named = ", ".join(_place(ref) for ref in otherwise.policies)
        return f"without that it would be allowed, by {named}"
    return "without that it would be denied too"


def _part(part: Any) -> Line:
    mark, style = _MARKS[part.matched]
    bare = part.name in ("principal", "action", "resource")
    text = part.text if bare else f"{part.name} {{ {part.text} }}"
    return row(Span(f"{mark:<5}", style), visible.line(text), indent=6)


def _place(ref: Any) -> str:
    place = f"{ref.id} ({ref.file}:{ref.line})"
    if ref.template is not None:
        place += f", linked from {ref.template.id} ({ref.template.file}:{ref.template.line})"
    return visible.line(place)
