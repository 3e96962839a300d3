"""What a proposal is made from: trails, results, and which of their requests count."""

import json
from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.policy import Policy
from rexpy.tooling.recorded.choice import Choice
from rexpy.tooling.recorded.reading import TrailUnreadable
from rexpy.tooling.suggest.asked import Request
from rexpy.tooling.suggest.collect import From, Gathered, gather

from .trails import ALICE, BEGAN, RUN, decision, record, write


def file(path: str) -> Resource:
    return Resource(fs.FILE, path)


def folder(path: str) -> Resource:
    return Resource(fs.DIR, path)


def asked(gathered: Gathered) -> set[tuple[Action, Resource]]:
    return {(request.action, request.resource) for request in gathered.wanted}


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    return write(
        tmp_path / "audit",
        [
            record("start", detail={"argv": 0}),
            decision(fs.OPEN, folder("/srv"), "permit", call=1, line=1),
            decision(fs.OPEN, file("/srv/a"), call=1, line=1),
            # What may be a file or a directory is asked as both; here the second way was open.
            decision(fs.STAT, file("/srv/d"), call=2, line=2, operation="fs.stat"),
            decision(fs.OPEN, folder("/srv/d"), "permit", call=2, line=2, operation="fs.stat"),
            decision(fs.STAT, folder("/srv/d"), "permit", call=2, line=2, operation="fs.stat"),
            decision(fs.READ, file("/srv/b"), "forbid", call=3, line=3, policies=[("no-b", "p.cedar:3")]),
            decision(fs.READ, file("/srv/c"), "error", call=4, line=4),
            decision(fs.READ, file("/srv/shadow"), call=5, kind="shadow"),
            decision(fs.READ, file("/srv/x"), call=5, fields=("principal", "action")),
            decision(fs.READ, file("/srv/other"), call=6, run="other", time=BEGAN + 5000),
            record("end", detail={"status": "ERROR"}),
        ],
    )


def test_denials_are_what_the_operations_were_refused_for(trail: Path) -> None:
    gathered = gather([str(trail)]).gathered
    assert asked(gathered) == {
        (fs.OPEN, file("/srv/a")),
        (fs.READ, file("/srv/b")),
        (fs.READ, file("/srv/c")),
        (fs.READ, file("/srv/other")),
    }
    assert {request.resource.id: why for request, why in gathered.refused.items()} == {
        "/srv/b": "forbidden by no-b (p.cedar:3)",
        "/srv/c": "the policy failed while it was evaluated; mend that first",
    }
    assert (gathered.needless, gathered.redacted, gathered.runs) == (1, 1, {RUN, "other"})


def test_what_was_allowed(trail: Path) -> None:
    gathered = gather([str(trail)], From.ALLOWED).gathered
    assert asked(gathered) == {(fs.OPEN, folder("/srv")), (fs.OPEN, folder("/srv/d")), (fs.STAT, folder("/srv/d"))}
    # What was denied must stay outside.
    assert Request(ALICE, fs.OPEN, file("/srv/a")) in gathered.others


def test_all(trail: Path) -> None:
    assert len(gather([str(trail)], From.ALL).gathered.wanted) == 7


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(runs=("oth",)), 1),
        (Choice(runs=(RUN[:5],)), 3),
        (Choice(actions=("open",)), 1),
        (Choice(actions=("file_system::read",)), 3),
        (Choice(paths=("/srv/a",)), 1),
        (Choice(paths=("/sr",)), 0),
        (Choice(since=BEGAN + 1), 1),
        (Choice(until=BEGAN + 1), 3),
    ],
)
def test_a_choice_of_records(trail: Path, choice: Choice, count: int) -> None:
    assert len(gather([str(trail)], choice=choice).gathered.wanted) == count


def test_what_was_rotated_is_read_too(tmp_path: Path) -> None:
    write(tmp_path / "audit.000000000001", [decision(fs.READ, file("/srv/a"))])
    write(tmp_path / "audit.000000000002", [decision(fs.READ, file("/srv/b"))])
    write(tmp_path / "audit", [decision(fs.READ, file("/srv/c"))])
    write(tmp_path / "auditor.000000000002", [decision(fs.READ, file("/srv/d"))])
    source = gather([str(tmp_path / "audit")])
    assert [request.resource.id for request in source.gathered.wanted] == ["/srv/a", "/srv/b", "/srv/c"]
    assert [Path(name).name for name in source.counts.files] == ["audit.000000000001", "audit.000000000002", "audit"]


def test_what_the_policies_at_hand_allow_is_left_out(trail: Path) -> None:
    policy = Policy.from_text(
        'permit(principal, action, resource == file_system::File::"/srv/other");'
        '@id("none") forbid(principal, action, resource == file_system::File::"/srv/a");'
    )
    gathered = gather([str(trail)]).gathered
    assert gathered.weigh(policy) == 1
    assert asked(gathered) == {(fs.OPEN, file("/srv/a")), (fs.READ, file("/srv/b")), (fs.READ, file("/srv/c"))}
    # A forbid of the run that is gone does not refuse any more; one that is new does.
    assert {request.resource.id for request in gathered.refused} == {"/srv/a"}
    assert gathered.refused[Request(ALICE, fs.OPEN, file("/srv/a"))] == "forbidden by none (policy:1)"


RESULT = {
    "schema_version": 1,
    "run_id": "r-7",
    "output": 'anything "unmapped"',
    "denials": [
        {
            "action": 'file_system::Action::"open"',
            "resource": 'file_system::Dir::"/srv"',
            "principal": 'User::"a\\"b"',
            "effect": "no_permit",
            "policies": [],
            "operation": "fs.load",
            "line": 3,
            "permit": 'permit(principal == User::"a\\"b", action == file_system::Action::"open", resource == file_system::Dir::"/srv");'
            'permit(principal == User::"a\\"b", action in [file_system::Action::"open", file_system::Action::"read"], resource == file_system::File::"/srv/a");',
        },
        {
            "action": 'file_system::Action::"read"',
            "resource": 'file_system::File::"/etc/x"',
            "principal": 'User::"a\\"b"',
            "effect": "forbid",
            "policies": ["no-etc (p.cedar:3)"],
            "operation": "fs.load",
            "line": 4,
            "permit": None,
        },
    ],
}


@pytest.mark.parametrize(
    "text", [json.dumps(RESULT), json.dumps(RESULT, indent=2), json.dumps(RESULT) + "\n" + json.dumps(RESULT)]
)
def test_a_result_says_what_would_have_come_next(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    source = gather([str(tmp_path / "result.json")])
    assert asked(source.gathered) == {
        (fs.OPEN, folder("/srv")),
        (fs.OPEN, file("/srv/a")),
        (fs.READ, file("/srv/a")),
        (fs.READ, file("/etc/x")),
    }
    assert {request.principal for request in source.gathered.wanted} == {Resource("User", 'a"b')}
    assert list(source.gathered.refused.values()) == ["forbidden by no-etc (p.cedar:3)"]
    assert source.results == text.count('"schema_version"')
    evidence = source.gathered.wanted[Request(Resource("User", 'a"b'), fs.READ, file("/srv/a"))]
    assert (evidence.count, evidence.next, evidence.lines, set(evidence.runs)) == (
        source.results,
        source.results,
        {3},
        {"r-7"},
    )


@pytest.mark.parametrize(
    "change",
    [
        {"action": "read"},
        {"resource": 'file_system::File::"\\q"'},
        {"principal": 7},
        {"permit": "permit(principal, action, resource);"},
        {"permit": "permit("},
        {"line": "x"},
    ],
)
def test_a_result_that_is_none(tmp_path: Path, change: dict[str, object]) -> None:
    (tmp_path / "result.json").write_text(json.dumps({**RESULT, "denials": [{**RESULT["denials"][0], **change}]}))  # type: ignore[dict-item,index]
    with pytest.raises(TrailUnreadable):
        gather([str(tmp_path / "result.json")])


@pytest.mark.parametrize("text", ["hello\n", '{"a": 1}\n', '{"denials": 1}', "[]", "\0\n" * 100, "{" * 5000])
def test_what_is_neither_trail_nor_result(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text)
    with pytest.raises(TrailUnreadable, match="none of its lines"):
        gather([str(tmp_path / "x")])


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path, Path("/dev/zero")):
        with pytest.raises(TrailUnreadable):
            gather([str(path)])


def test_lines_that_are_no_records_are_counted(tmp_path: Path) -> None:
    good = write(tmp_path / "audit", [decision(fs.READ, file("/srv/a"))]).read_bytes()
    (tmp_path / "audit").write_bytes(b"\xff\xfe\n\n" + good + b"x" * (1 << 20) + b"\n" + good + good[:100])
    source = gather([str(tmp_path / "audit")])
    assert (source.counts.records, source.counts.other) == (2, 3)


def test_what_an_operation_would_have_asked_next_is_wanted_too(tmp_path: Path) -> None:
    following = [(fs.OPEN, file("/srv/a")), (fs.READ, file("/srv/a"))]
    trail = write(tmp_path / "audit", [decision(fs.OPEN, folder("/srv"), call=1, line=1, following=following)])
    gathered = gather([str(trail)]).gathered
    assert asked(gathered) == {(fs.OPEN, folder("/srv")), *following}
    assert {evidence.next for evidence in gathered.wanted.values()} == {0, 1}
    # Where the denial is one that the operation could do without, so is the rest.
    allowed = decision(fs.OPEN, folder("/srv/a"), "permit", call=1, line=1)
    trail = write(tmp_path / "audit", [decision(fs.OPEN, folder("/srv"), call=1, line=1, following=following), allowed])
    gathered = gather([str(trail)]).gathered
    assert (asked(gathered), gathered.needless) == (set(), 1)
    # What a forbid refuses is not got by a permit for the rest.
    refused = decision(fs.OPEN, folder("/srv"), "forbid", call=1, line=1, following=following)
    gathered = gather([str(write(tmp_path / "audit", [refused]))]).gathered
    assert asked(gathered) == {(fs.OPEN, folder("/srv"))}


@pytest.mark.parametrize("opens", [True, False])
def test_what_was_denied_as_a_file_and_as_a_directory_is_wanted_as_both(tmp_path: Path, opens: bool) -> None:
    """Which it is, nobody looked; also where the directory itself may be opened, but not what was to be done."""
    found = [
        decision(fs.OPEN, folder("/srv"), "permit", call=1, operation="fs.stat"),
        decision(fs.STAT, file("/srv/x"), call=1, operation="fs.stat"),
        decision(fs.OPEN, folder("/srv/x"), "permit" if opens else "no_permit", call=1, operation="fs.stat"),
        *([decision(fs.STAT, folder("/srv/x"), call=1, operation="fs.stat")] if opens else []),
    ]
    gathered = gather([str(write(tmp_path / "audit", found))]).gathered
    assert gathered.needless == 0
    assert asked(gathered) == {(fs.STAT, file("/srv/x")), (fs.STAT if opens else fs.OPEN, folder("/srv/x"))}


def test_a_denial_of_another_path_does_not_bring_back_what_was_done_without(tmp_path: Path) -> None:
    found = [
        decision(fs.OPEN, folder("/srv"), "permit", call=1, operation="fs.rename"),
        decision(fs.MOVE, file("/srv/d"), call=1, operation="fs.rename"),
        decision(fs.OPEN, folder("/srv"), "permit", call=1, operation="fs.rename"),
        decision(fs.MOVE, folder("/srv/d"), "permit", call=1, operation="fs.rename"),
        decision(fs.OPEN, folder("/srv"), "permit", call=1, operation="fs.rename"),
        decision(fs.CREATE, folder("/srv/e"), call=1, operation="fs.rename"),
    ]
    gathered = gather([str(write(tmp_path / "audit", found))]).gathered
    assert (asked(gathered), gathered.needless) == ({(fs.CREATE, folder("/srv/e"))}, 1)


def test_requests_are_bound_to_the_script_that_asked(tmp_path: Path) -> None:
    sha = "ab" * 32
    started = record("start", run="r1", detail={}) | {"script": {"name": "s", "hashes": [{"algorithm_id": 3, "value": sha}]}}  # fmt: skip
    found = [started, decision(fs.READ, file("/srv/a"), run="r1", call=1), decision(fs.READ, file("/srv/b"), run="r2")]
    gathered = gather([str(write(tmp_path / "audit", found))], bound=True).gathered
    (request,) = gathered.wanted
    assert request.conditions == (("run.script_sha256", sha),)
    assert (request.resource, gathered.unbound) == (file("/srv/a"), 1)
    loose = gather([str(write(tmp_path / "audit", found))]).gathered
    assert {request.conditions for request in loose.wanted} == {()}


def test_a_call_without_end_is_looked_at_in_parts(tmp_path: Path) -> None:
    found = [decision(fs.READ, file(f"/srv/{n}"), call=1) for n in range(2500)]
    assert len(gather([str(write(tmp_path / "audit", found))]).gathered.wanted) == 2500
