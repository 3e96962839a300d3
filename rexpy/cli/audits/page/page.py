"""The whole page: what was read and whether it is whole; how much, when, where, by which scripts; what was denied."""

from collections.abc import Sequence
from typing import NamedTuple

from rexpy.broker.audit.form import VERSION
from rexpy.broker.refusal import uid
from rexpy.cli.audits.lines import ID_SHOWN, counted, moment
from rexpy.cli.audits.page import charts
from rexpy.cli.audits.page.assets import SCRIPT, STYLE, content_security_policy
from rexpy.cli.audits.page.markup import Child, Markup, joined, tag
from rexpy.cli.audits.page.tables import TALLY, Column, cell, table, tally_cells
from rexpy.tooling.recorded.bounded import Tally
from rexpy.tooling.recorded.reading import Counts
from rexpy.tooling.recorded.summary import Run, Summary

MAX_SCRIPTS = 30
MAX_PLACES = 25
"""Directories listed for each script."""


class Checked(NamedTuple):
    """What `rexpy audit verify` said of one trail."""

    path: str
    status: str
    said: str


Strips = Sequence[tuple[str, Sequence[Tally]]]


class OverTime(NamedTuple):
    """The busiest directories and scripts, each over the buckets that begin at *began*."""

    directories: Strips = ()
    scripts: Strips = ()
    began: Sequence[int] = ()


class Content(NamedTuple):
    """What the page is made of."""

    summary: Summary
    counts: Counts
    checked: Sequence[Checked]
    made: int
    chosen: Sequence[str]
    over_time: OverTime


def page(content: Content) -> str:
    """Return the page."""
    summary = content.summary
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=Markup(content_security_policy())),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", "rexpy audit report"),
        tag("style", STYLE),
    )
    main = tag(
        "main",
        _header(content),
        _cards(summary),
        _time(content),
        _directories(summary),
        _scripts(summary),
        _denied(summary),
        _events(summary),
        _runs(summary),
        _notes(summary),
    )
    body = tag("body", main, tag("script", SCRIPT))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _header(content: Content) -> Markup:
    summary = content.summary
    span = f"{moment(summary.first)} to {moment(summary.last)}" if summary.first else "no records"
    parts: list[Child] = [
        tag("h1", "Audit report"),
        tag("p", f"{span} (local time), {counted(content.counts.records, 'record')}"),
    ]
    for each in content.checked:
        sign = {"ok": "yes"}.get(each.status, "no")
        parts.append(
            tag("p", tag("code", each.path), " ", tag("span", each.status, class_=f"state {sign}"), f" {each.said}")
        )
    if content.counts.other:
        parts.append(tag("p", f"{counted(content.counts.other, 'line')} left out: no records", class_="no"))
    if content.chosen:
        parts.append(tag("p", "Only: ", "; ".join(content.chosen)))
    parts.append(tag("p", f"Made by rexpy {VERSION}, {moment(content.made)}", class_="faint"))
    return tag("header", *parts)


def _cards(summary: Summary) -> Markup:
    tally = summary.tally
    events = len(summary.events) + summary.more_events
    cards: list[tuple[str, int, str | None]] = [
        ("runs", len(summary.shown_runs()) + summary.more_runs, None),
        ("decisions", tally.total, None),
        ("allowed", tally.allowed, "yes"),
        ("denied", tally.denied, "no" if tally.denied else None),
        ("in error", tally.errors, "err" if tally.errors else None),
        ("events", events, "no" if events else None),
    ]
    return tag("ul", *(tag("li", tag("b", f"{n:,}", class_=sign), name) for name, n, sign in cards), class_="cards")


def _time(content: Content) -> Markup:
    step, buckets = content.summary.timeline.buckets(120)
    if not buckets:
        return _section("When", tag("p", "Nothing was decided.", class_="faint"))
    rows = [(cell(moment(began), value=began), *tally_cells(tally)) for began, tally in buckets if tally.total]
    columns = [Column("from"), *TALLY]
    parts: list[Child] = [charts.legend(), charts.over_time(buckets)]
    over = content.over_time
    if over.directories:
        strips = charts.strips(over.directories, over.began, "Directories over time")
        parts += [tag("h3", "The busiest directories"), strips]
    if over.scripts:
        parts += [tag("h3", "Scripts"), charts.strips(over.scripts, over.began, "Scripts over time")]
    same = table(f"Decisions over time, in steps of {step / 1000:g} s", columns, rows)
    parts.append(tag("details", tag("summary", "The same as a table"), same))
    return _section("When", *parts)


def _directories(summary: Summary) -> Markup:
    found = summary.directories.most()
    most = max((tally.total for _, tally in found), default=0)
    rows = [
        (cell(name, kind="wide mono"), cell(charts.bar(tally, most), kind="bar"), *tally_cells(tally))
        for name, tally in found
    ]
    columns = [Column("directory", "wide"), Column("", "bar"), *TALLY]
    parts: list[Child] = [charts.legend(), table("Requests on a directory, or on a file in it", columns, rows)]
    others = summary.hosts.most()
    if others:
        most = max(tally.total for _, tally in others)
        rows = [
            (cell(name, kind="wide mono"), cell(charts.bar(tally, most), kind="bar"), *tally_cells(tally))
            for name, tally in others
        ]
        parts += [
            tag("h3", "Names and other things"),
            table("Requests on what is no file", [Column("resource", "wide"), *columns[1:]], rows),
        ]
    return _section("Where", *parts)


def _scripts(summary: Summary) -> Markup:
    scripts: dict[tuple[str, str], list[Run]] = {}
    for run in summary.shown_runs():
        scripts.setdefault((run.script, run.script_sha256), []).append(run)
    order = sorted(scripts.items(), key=lambda item: -sum(run.tally.total for run in item[1]))
    parts: list[Child] = []
    for (name, sha256), runs in order[:MAX_SCRIPTS]:
        whole = Tally()
        actions: dict[str, Tally] = {}
        places: dict[str, Tally] = {}
        for run in runs:
            whole.add(run.tally)
            for action, tally in run.actions.items():
                actions.setdefault(action, Tally()).add(tally)
            for place, tally in run.directories.most():
                places.setdefault(place, Tally()).add(tally)
        principals = sorted({uid(run.principal) for run in runs if run.principal is not None})
        about = f"{counted(len(runs), 'run')}, {charts.said(whole)}"
        if principals:
            about += f"; as {', '.join(principals[:5])}"
        parts.append(tag("h3", tag("code", name or "not recorded")))
        parts.append(tag("p", about, class_="faint"))
        if sha256:
            parts.append(tag("p", "SHA-256 ", tag("code", sha256), class_="faint"))
        used = sorted(actions.items(), key=lambda item: -item[1].total)
        parts.append(tag("p", "; ".join(f"{action}: {charts.said(tally)}" for action, tally in used)))
        listed = sorted(places.items(), key=lambda item: (-item[1].refused, -item[1].total, item[0]))
        most = max((tally.total for _, tally in listed), default=0)
        rows = [
            (cell(place, kind="wide mono"), cell(charts.bar(tally, most), kind="bar"), *tally_cells(tally))
            for place, tally in listed[:MAX_PLACES]
        ]
        if rows:
            caption = "What it touched, what was denied first"
            if len(listed) > MAX_PLACES:
                caption += f"; {len(listed) - MAX_PLACES} more directories"
            parts.append(table(caption, [Column("directory", "wide"), Column("", "bar"), *TALLY], rows))
    if len(order) > MAX_SCRIPTS:
        parts.append(tag("p", f"{counted(len(order) - MAX_SCRIPTS, 'script')} more, which asked less", class_="faint"))
    return _section("Scripts", *parts) if parts else Markup("")


def _denied(summary: Summary) -> Markup:
    rows = []
    for key, tally in summary.requests.most("refused"):
        why = summary.why.get(key)
        reason = {"no_permit": "no permit", "forbid": "forbidden", "error": "in error"}.get(
            why.effect if why else "", ""
        )
        if why is not None and why.effect == "forbid":
            reason += " by " + ", ".join(f"{name} ({place})" for name, place in why.policies)
        asked = ""
        if why is not None:
            asked = " ".join(
                part for part in (why.script, f"line {why.line}" if why.line else "", why.operation) if part
            )
        rows.append(
            (
                cell(f"{tally.refused:,}", kind="n", value=tally.refused),
                cell(key.action.name if key.action is not None else "[redacted]"),
                cell(uid(key.resource) if key.resource is not None else "[redacted]", kind="wide mono"),
                cell(reason, kind="wide"),
                cell(asked, kind="wide mono"),
            )
        )
    columns = [
        Column("times", "n"),
        Column("action"),
        Column("resource", "wide"),
        Column("why"),
        Column("asked last by"),
    ]
    if not rows:
        return _section("Denied", tag("p", "Nothing was denied.", class_="faint"))
    return _section("Denied", table("Requests that were denied, the most frequent first", columns, rows))


def _events(summary: Summary) -> Markup:
    if not summary.events:
        return Markup("")
    rows = [
        (
            cell(moment(each.time), value=each.time),
            cell(each.kind),
            cell(each.run[:ID_SHOWN], kind="mono"),
            cell(each.text, kind="wide"),
        )
        for each in summary.events
    ]
    caption = "Limits, violations, guardrails, policies under trial, recoveries"
    if summary.more_events:
        caption += f"; {summary.more_events:,} more are not listed"
    columns = [Column("time"), Column("kind"), Column("run"), Column("what", "wide")]
    return _section("Events", table(caption, columns, rows))


def _runs(summary: Summary) -> Markup:
    rows = []
    for run in reversed(summary.shown_runs()):
        ended = f"exit {run.exit_code}" if run.exit_code is not None else "no end recorded"
        rows.append(
            (
                cell(moment(run.first), value=run.first),
                cell(run.id[:ID_SHOWN], kind="mono"),
                cell(run.script, kind="wide mono"),
                cell(uid(run.principal) if run.principal is not None else "", kind="mono"),
                cell(run.policy[:ID_SHOWN], kind="mono"),
                *tally_cells(run.tally),
                cell(f"{ended} {run.error_type}".strip()),
            )
        )
    columns = [
        Column("started"),
        Column("run"),
        Column("script", "wide"),
        Column("as"),
        Column("policy"),
        *TALLY,
        Column("ended"),
    ]
    caption = "Runs, the newest first; policy is the beginning of the SHA-256 of the set in force"
    return _section("Runs", table(caption, columns, rows)) if rows else Markup("")


def _notes(summary: Summary) -> Markup:
    notes = ["A decision is recorded before it is acted on: what was allowed may still have failed."]
    if summary.requests.dropped or summary.directories.dropped:
        notes.append(
            f"There were too many different things to count: {summary.requests.dropped:,} decisions are in no row of "
            f"Denied, {summary.directories.dropped:,} in none of Where. The totals have them all."
        )
    return tag("footer", *(tag("p", note, class_="faint") for note in notes))


def _section(title: str, *parts: Child) -> Markup:
    return tag("section", tag("h2", title), joined(*parts))
