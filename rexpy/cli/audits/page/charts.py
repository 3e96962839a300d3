"""The charts, as SVG: geometry in attributes, colours in classes, a title for each part, no style and no script."""

from collections.abc import Sequence

from rexpy.cli.audits.lines import clock, day, moment
from rexpy.cli.audits.page.markup import Markup, joined, tag
from rexpy.tooling.recorded.bounded import Tally

WIDTH = 1000
_PLOT_LEFT, _PLOT_HEIGHT = 50, 180
_LABELS = 300
"""Units of a row that its label takes."""


def legend() -> Markup:
    """Return what the colours mean."""
    names = (("a", "allowed"), ("d", "denied"), ("e", "in error, and so denied"))
    return tag("p", *(tag("span", tag("i", class_=sign), name) for sign, name in names), class_="key faint")


def over_time(buckets: Sequence[tuple[int, Tally]]) -> Markup:
    """Return decisions over time as stacked bars."""
    most = max((tally.total for _, tally in buckets), default=0) or 1
    top = _nice(most)
    wide = (WIDTH - _PLOT_LEFT) / max(1, len(buckets))
    parts: list[Markup] = []
    for share in (0, 0.5, 1):
        height = 10 + _PLOT_HEIGHT * (1 - share)
        parts.append(tag("line", x1=_PLOT_LEFT, x2=WIDTH, y1=height, y2=height, class_="g"))
        if share != 0.5 or top % 2 == 0:
            label = f"{int(top * share):,}"
            parts.append(tag("text", label, x=_PLOT_LEFT - 6, y=height + 4, text_anchor="end"))
    for index, (began, tally) in enumerate(buckets):
        bars: list[Markup] = []
        bottom = 10.0 + _PLOT_HEIGHT
        for sign, count in (("a", tally.allowed), ("d", tally.denied), ("e", tally.errors)):
            if count:
                # What is there shows: one denial among a million is the one that is looked for.
                height = max(2.0, _PLOT_HEIGHT * count / top)
                bottom -= height
                bars.append(_rect(_PLOT_LEFT + index * wide, bottom, max(1.0, wide - 1), height, sign))
        if bars:
            parts.append(tag("g", tag("title", f"{moment(began)}: {said(tally)}"), *bars))
    for index in sorted({0, len(buckets) // 2, len(buckets) - 1}) if buckets else []:
        anchor = "start" if index == 0 else "end" if index == len(buckets) - 1 and index else "middle"
        at = WIDTH if anchor == "end" else _PLOT_LEFT + index * wide
        parts.append(tag("text", moment(buckets[index][0]), x=round(at, 1), y=_PLOT_HEIGHT + 28, text_anchor=anchor))
    return _svg(_PLOT_HEIGHT + 34, "Decisions over time", parts)


def strips(rows: Sequence[tuple[str, Sequence[Tally]]], began: Sequence[int], name: str) -> Markup:
    """Return a strip for each row: how it was decided in each bucket, the more the stronger."""
    most = max((tally.total for _, tallies in rows for tally in tallies), default=0) or 1
    wide = (WIDTH - _LABELS) / max(1, len(began))
    parts: list[Markup] = []
    for number, (label, tallies) in enumerate(rows):
        y = number * 24
        parts.append(_label(label, y + 15))
        parts.append(_rect(_LABELS, y + 2, WIDTH - _LABELS, 18, "z"))
        for index, tally in enumerate(tallies):
            if not tally.total:
                continue
            strength = round(0.35 + 0.65 * (tally.total / most) ** 0.5, 2)
            x, bars = _LABELS + index * wide, []
            refused = 18 * tally.refused / tally.total
            refused = max(5.0, refused) if refused else 0.0
            if tally.allowed:
                bars.append(_rect(x, y + 2, max(2.0, wide - 0.5), 18 - refused, "a", strength))
            if refused:
                bars.append(_rect(x, y + 20 - refused, max(2.0, wide - 0.5), refused, "d" if tally.denied else "e"))
            parts.append(tag("g", tag("title", f"{label}, {moment(began[index])}: {said(tally)}"), *bars))
    height = len(rows) * 24
    for at, anchor, index in ((_LABELS, "start", 0), (WIDTH, "end", len(began) - 1)):
        if began:
            parts.append(
                tag("text", f"{day(began[index])} {clock(began[index])}", x=at, y=height + 14, text_anchor=anchor)
            )
    return _svg(height + 20, name, parts)


def bar(tally: Tally, most: int) -> Markup:
    """Return a bar for a row of a table."""
    parts: list[Markup] = []
    x = 0.0
    for sign, count in (("a", tally.allowed), ("d", tally.denied), ("e", tally.errors)):
        if count:
            wide = max(2.0, 196 * count / max(1, most))
            parts.append(_rect(x, 3, wide, 12, sign))
            x += wide
    return tag("svg", *parts, viewBox="0 0 200 18", aria_hidden="true")


def said(tally: Tally) -> str:
    """Return the counts in words."""
    parts = [f"{tally.allowed:,} allowed"]
    if tally.denied:
        parts.append(f"{tally.denied:,} denied")
    if tally.errors:
        parts.append(f"{tally.errors:,} in error")
    return ", ".join(parts)


def _label(label: str, y: float) -> Markup:
    shown = label if len(label) <= 38 else f"...{label[-35:]}"
    return tag("text", tag("title", label), shown, x=0, y=y, class_="l")


def _rect(x: float, y: float, width: float, height: float, sign: str, strength: float | None = None) -> Markup:
    place = {"x": round(x, 1), "y": round(y, 1), "width": round(width, 1), "height": round(height, 1)}
    return tag("rect", **place, class_=sign, fill_opacity=strength)


def _svg(height: float, name: str, parts: Sequence[Markup]) -> Markup:
    box = f"0 0 {WIDTH} {round(height)}"
    drawn = tag("svg", tag("title", name), joined(*parts), viewBox=box, role="img", aria_label=name)
    return tag("div", drawn, class_="scroll chart")


def _nice(most: int) -> int:
    """Return the least of 1, 2, 4, 5, 10, 20, ... that is not less than *most*."""
    scale = 1
    while True:
        for step in (1, 2, 4, 5):
            if step * scale >= most:
                return step * scale
        scale *= 10
