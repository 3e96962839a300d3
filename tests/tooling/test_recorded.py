"""Reading trails: record by record, altogether, in bounded memory, and as they grow."""

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.broker.audit.form import MAX_LINE, rotated_path
from rexpy.tooling.recorded.bounded import STEPS_MS, Tallies, Timeline
from rexpy.tooling.recorded.choice import Choice, parse_time
from rexpy.tooling.recorded.following import follow
from rexpy.tooling.recorded.forms import summary_json
from rexpy.tooling.recorded.reading import Counts, TrailUnreadable, read
from rexpy.tooling.recorded.record import decode
from rexpy.tooling.recorded.summary import MAX_EVENTS, MAX_REQUESTS, MAX_RUNS, RequestKey, Summary

from .trails import ALICE, BEGAN, RUN, decision, lines, record, write

ROOT = Path(__file__).resolve().parents[2]


def file(path: str) -> Resource:
    return Resource(fs.FILE, path)


def summarized(*records: dict[str, Any], choice: Choice = Choice()) -> Summary:  # noqa: B008
    summary = Summary(choice)
    for line in lines(records)[0].splitlines():
        one = decode(line)
        assert one is not None
        summary.see(one)
    return summary


def test_the_record_that_the_document_shows() -> None:
    text = (ROOT / "docs/audit.md").read_text(encoding="utf-8")
    (shown,) = [line for line in text.splitlines() if line.startswith('{"class_uid"')]
    found = decode(shown.encode())
    assert found is not None
    assert (found.kind, found.effect, found.allowed, found.decided) == ("decision", "permit", True, True)
    assert (found.principal, found.action, found.resource) == (
        Resource("User", "agent-7"),
        fs.READ,
        file("/var/log/app.log"),
    )
    assert (found.operation, found.call, found.line, found.sequence) == ("fs.load", 2, 14, 17)
    assert found.policies == (("reading", "/etc/rexpy/team.cedar:3"),)
    assert found.context == ()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(st.tuples(st.sampled_from([("time",), ("unmapped",), ("metadata",), ("authorizations",), ("script",), ("policy",),
       *[("unmapped", name) for name in ("kind", "form", "run", "principal", "action", "effect", "resource", "call", "detail", "context")]]), VALUES), max_size=3))  # fmt: skip
def test_no_field_breaks_the_reader(changes: list[tuple[tuple[str, ...], Any]]) -> None:
    made = decision(fs.READ, file("/a"), context={"destination": {"path": "/b"}})
    for where, value in changes:
        inner = made
        for name in where[:-1]:
            inner = inner[name] if isinstance(inner.get(name), dict) else {}
        inner[where[-1]] = value
    found = decode(json.dumps(made).encode())
    if found is not None:
        summary = Summary()
        summary.see(found)
        json.dumps(summary_json(summary, Counts()), allow_nan=False)


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b'{"unmapped":{}}', b"\xff", b"[" * 100_000, b"9" * 10_000, b"x" * (MAX_LINE + 1)],
)
def test_what_is_no_record(line: bytes) -> None:
    assert decode(line) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_json_does_not_have_are_not_passed_on(number: str) -> None:
    made = lines([record("limit", detail={"value": 12345})])[0]
    assert decode(made) is not None
    assert decode(made.replace(b"12345", number.encode())) is None


def test_an_event_is_told_briefly() -> None:
    summary = summarized(record("violation", detail={"syscall": "x" * 100_000, "reason": ["y"] * 10_000}))
    assert len(summary.events[0].text) < 1000


def test_a_summary() -> None:
    summary = summarized(
        record("policy", detail={"state": "in_force"}),
        record("start", principal=ALICE._asdict())
        | {"script": {"name": "s.py", "hashes": [{"algorithm_id": 3, "value": "ab"}]}},
        decision(fs.OPEN, Resource(fs.DIR, "/srv"), "permit"),
        decision(fs.READ, file("/srv/a"), "permit", time=BEGAN + 1000),
        decision(fs.READ, file("/etc/shadow"), time=BEGAN + 2000, line=7),
        decision(fs.READ, file("/etc/shadow"), "forbid", time=BEGAN + 2000, line=8, policies=[("no-etc", "p:3")]),
        decision(fs.READ, file("/etc/x"), "error", time=BEGAN + 2000),
        record("guardrail", severity=3, reason="it governs the run", time=BEGAN + 2000),
        record("limit", detail={"limit": "wall_s", "value": 1.0, "ends_run": True}, time=BEGAN + 2500),
        record("end", detail={"status": "ERROR", "exit_code": 124, "error_type": "LIMIT_EXCEEDED"}, time=BEGAN + 3000),
        decision(fs.READ, file("/srv/a"), run="second", time=BEGAN + 9000),
    )
    assert summary.tally.as_json() == {"allowed": 2, "denied": 3, "errors": 1}
    first, second = summary.shown_runs()
    assert (first.id, first.script, first.script_sha256, first.principal) == (RUN, "s.py", "ab", ALICE)
    assert (first.exit_code, first.status, first.error_type, first.ended, first.events) == (
        124,
        "ERROR",
        "LIMIT_EXCEEDED",
        True,
        2,
    )
    assert (second.id, second.ended, second.tally.denied) == ("second", False, 1)
    (key, tally), *_ = summary.requests.most("refused")
    assert (key.resource, tally.refused) == (file("/etc/shadow"), 2)
    why = summary.why[key]
    assert (why.effect, why.policies, why.line, why.script) == ("forbid", (("no-etc", "p:3"),), 8, "s.py")
    assert {name: tally.total for name, tally in summary.directories.most()} == {"/etc": 3, "/srv": 3}
    assert [event.kind for event in summary.events] == ["guardrail", "limit"]
    assert (summary.first, summary.last) == (BEGAN, BEGAN + 9000)


@pytest.mark.parametrize(
    ("choice", "decisions", "runs"),
    [
        (Choice(), 3, 2),
        (Choice(runs=("r1",)), 2, 1),
        (Choice(decisions=("allowed",)), 1, 1),
        (Choice(decisions=("denied",)), 2, 2),
        (Choice(decisions=("error",)), 1, 1),
        (Choice(paths=("/srv",)), 2, 1),
        (Choice(paths=("/sr",)), 0, 0),
        (Choice(actions=("open",)), 0, 0),
        (Choice(since=BEGAN + 2), 1, 2),
        (Choice(until=BEGAN + 2), 2, 2),
    ],
)
def test_a_summary_of_a_choice(choice: Choice, decisions: int, runs: int) -> None:
    summary = summarized(
        record("start", run="r1"),
        decision(fs.READ, file("/srv/a"), "permit", run="r1"),
        decision(fs.READ, file("/srv"), "error", run="r1", time=BEGAN + 1),
        record("start", run="r2"),
        decision(fs.READ, file("/srvx"), run="r2", time=BEGAN + 2),
        record("end", run="r1", time=BEGAN + 3, detail={"status": "SUCCESS", "exit_code": 0}),
        choice=choice,
    )
    assert summary.tally.total == decisions
    assert len(summary.shown_runs()) == runs


def test_memory_is_bounded_whatever_is_recorded() -> None:
    summary = Summary()
    often = RequestKey(fs.STAT, file("/often"))
    template = lines([decision(fs.READ, file("/srv/@/x"), time=BEGAN, run="@@@")])[0]
    for number in range(3 * MAX_REQUESTS):
        text = (
            template.replace(b"@@@", b"run%d" % number)
            .replace(b"@", b"%d" % number)
            .replace(b"%d" % BEGAN, b"%d" % (BEGAN + number * 977))
        )
        found = decode(text)
        assert found is not None
        summary.see(found)
        if number % 10 == 0:  # what is often survives what is rare
            summary.requests[often].count("permit")
    assert len(summary.requests) <= MAX_REQUESTS
    assert len(summary.directories) <= MAX_REQUESTS
    assert len(summary.why) <= MAX_REQUESTS
    assert (len(summary.runs), summary.more_runs) == (MAX_RUNS, 3 * MAX_REQUESTS - MAX_RUNS)
    assert len(summary.timeline._found) <= 2_048
    assert summary.tally.total == 3 * MAX_REQUESTS
    assert summary.requests.most(limit=1)[0][0] == often
    assert summary.requests.most(limit=1)[0][1].total == 3 * MAX_REQUESTS // 10
    for _ in range(MAX_EVENTS + 5):
        found = decode(lines([record("limit", detail={"limit": "calls"})])[0])
        assert found is not None
        summary.see(found)
    assert (len(summary.events), summary.more_events) == (MAX_EVENTS, 5)


@given(st.lists(st.integers(0, 253_402_300_799_999), min_size=1, max_size=60), st.integers(1, 30))
def test_a_timeline_keeps_every_decision(times: list[int], limit: int) -> None:
    timeline = Timeline(100)
    for time in times:
        timeline.count(time, "permit")
    step, buckets = timeline.buckets(limit)
    assert step in STEPS_MS
    assert 1 <= len(buckets) <= limit or step == STEPS_MS[-1]
    assert sum(tally.allowed for _, tally in buckets) == len(times)
    assert buckets[0][0] <= min(times)
    assert max(times) < buckets[-1][0] + step
    for time in times:
        assert any(began <= time < began + step and tally.allowed for began, tally in buckets)


def test_tallies_say_what_is_in_no_count() -> None:
    tallies: Tallies[str] = Tallies(10)
    for number in range(100):
        tallies[f"{number}"].count("permit")
    assert sum(tally.total for _, tally in tallies.most()) + tallies.dropped == 100


def test_times() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert parse_time("2h", now) == int(datetime(2026, 11, 25, 10, tzinfo=UTC).timestamp() * 1000)
    assert parse_time("2026-11-25T10:00+00:00") == parse_time("2h", now)
    assert parse_time("2026-11-25") == int(datetime(2026, 11, 25).timestamp() * 1000)
    for wrong in ("", "soon", "2 h", "5y", "2026-13-01", "-2h", "9999999d"):
        with pytest.raises((ValueError, OverflowError)):
            parse_time(wrong, now)


def test_a_trail_named_from_its_own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "audit.000000000001", [decision(fs.READ, file("/a"))])
    write(tmp_path / "audit", [decision(fs.READ, file("/b"))])
    monkeypatch.chdir(tmp_path)
    assert [found.path for found in read(["audit"], Counts())] == ["/a", "/b"]
    assert [found.path for found in read(["audit.000000000001"], Counts())] == ["/a"]


def test_following_goes_on_over_rotation(tmp_path: Path) -> None:
    """Each record arrives once and in order, also of files that were begun and finished between two looks."""
    path = tmp_path / "audit"
    records = [decision(fs.READ, file(f"/{number}")) for number in range(60)]
    written = lines(records)[0].splitlines(keepends=True)
    path.write_bytes(b"".join(written[:5]) + written[5][:40])
    steps = threading.Semaphore(0)
    seen: list[str] = []
    begun, done = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        steps.acquire(timeout=30)

    def watch() -> None:
        for found in follow(str(path), Counts(), wait):
            if found is not None:
                seen.append(found.path)
            if len(seen) == len(records):
                done.set()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    assert begun.wait(30)
    current = path.open("ab")
    current.write(written[5][40:])
    first = 1
    for number in range(6, 60):
        if number in (7, 20, 21, 22, 40):
            current.close()
            os.rename(path, rotated_path(str(path), first))
            first = number + 1
            current = path.open("ab")
        current.write(written[number])
        current.flush()
        if number % 10 == 0:
            steps.release()
    current.close()
    for _ in range(20):
        steps.release()
    assert done.wait(30)
    watcher.join(30)
    assert seen == [f"/{number}" for number in range(60)]


def test_following_tells_of_what_was_removed_before_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    written = lines([decision(fs.READ, file(f"/{number}")) for number in range(9)])[0].splitlines(keepends=True)
    path.write_bytes(b"".join(written[:2]))
    missed: list[tuple[int, int]] = []
    following = follow(str(path), Counts(), lambda: None, lambda *numbers: missed.append(numbers))
    assert [found.path for found in (next(following), next(following)) if found is not None] == ["/0", "/1"]
    assert next(following) is None
    path.unlink()
    Path(rotated_path(str(path), 5)).write_bytes(b"".join(written[4:6]))
    path.write_bytes(b"".join(written[6:8]))
    found = [each.path for _ in range(4) if (each := next(following)) is not None]
    assert found == ["/4", "/5", "/6", "/7"]
    assert missed == [(3, 4)]


def test_following_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TrailUnreadable):
        next(follow(str(tmp_path / "missing"), Counts(), lambda: None))
