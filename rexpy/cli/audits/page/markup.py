"""HTML that is made of elements, never of strings: what is not markup by its type is escaped where it is put in.

Threat: every text of a record may be a script's. It becomes text of an element or the value of a quoted attribute, and
nothing else; before that, what drives terminals or turns text around becomes visible (`rexpy.cli.visible`).

Not: a template language. Escaping that is on unless a template says otherwise is as good as the worst template; here
nothing can say otherwise, and the whole of it is forty lines.
"""

import html
from typing import Final

from rexpy.cli import visible

MAX_TEXT: Final = 300
"""Characters of a text that are shown; the middle of a longer one is left out."""

_VOID = frozenset({"meta", "input", "br", "col"})


class Markup(str):
    """Text that is HTML already. Made by `tag`, `joined` and constants of this package only."""

    __slots__ = ()


Child = Markup | str | int | None


def text(value: object) -> Markup:
    """Return *value* as the text of an element or an attribute."""
    said = str(value)
    if len(said) > MAX_TEXT:
        said = f"{said[: MAX_TEXT // 2]} [...] {said[-MAX_TEXT // 2 :]}"
    return Markup(html.escape(visible.line(said), quote=True))


def joined(*children: Child) -> Markup:
    """Return the children one after the other."""
    made = (each if isinstance(each, Markup) else text(each) for each in children if each is not None)
    return Markup("".join(made))


def tag(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """Return an element. An attribute that is None or False is left out, one that is True has no value; `class_` is
    `class`, and `_` within a name is `-`."""
    head = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        head.append(written if value is True else f'{written}="{text(value)}"')
    if name in _VOID:
        return Markup(f"<{' '.join(head)}>")
    return Markup(f"<{' '.join(head)}>{joined(*children)}</{name}>")
