"""For every operation of the registry: allowed by exactly its needs, refused without any one of them with nothing touched.

The gate, the policy and the files are the real ones; only the worker is left out.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from hostapi.errors import PathRefused
from hostapi.grant import Deadline
from hostapi.operation import Operation
from hostapi.registry import BY_NAME, OPERATIONS
from hostapi.services import Services
from hostapi.unchecked.resolver import Servers
from hostapi.vocabulary.base import Resource
from rexpy.broker.buffer import Buffer
from rexpy.broker.gate import Gate
from rexpy.broker.guardrail import Guardrail
from rexpy.broker.handles import Handles
from rexpy.broker.meter import WriteMeter
from rexpy.broker.policy import Policy
from rexpy.broker.refusal import Refused, uid
from rexpy.wire.errors import RemoteProtocolError
from tests.broker.doors import ClosingGate
from tests.every_operation.cases import CASES, Case, below, tree

PRINCIPAL = Resource("User", "tester")
_NAMESPACE = {"File": "file_system", "Dir": "file_system", "Hostname": "sysinfo"}


def gate(permits: list[tuple[str, str, str]], handles: Handles | None = None, *, links: bool = False) -> Gate:
    text = "\n".join(
        f'permit(principal, action == {_NAMESPACE[kind]}::Action::"{action}", '
        f"resource == {uid(Resource(f'{_NAMESPACE[kind]}::{kind}', name))});"
        for action, kind, name in permits
    )
    return ClosingGate(
        Policy.from_text(text).authorizer(PRINCIPAL),
        guardrail=Guardrail([], allow_hard_links=links, own_pids=set),
        handles=handles if handles is not None else Handles(64),
        services=Services(WriteMeter(1 << 30, Deadline()), Servers(), Buffer(), Deadline()),
    )


def snapshot(base: Path) -> dict[str, Any]:
    """Return all that can be seen of a tree without changing it."""
    seen: dict[str, Any] = {}
    for top, directories, files in os.walk(base):
        for name in [".", *directories, *files]:
            path = os.path.join(top, name)
            held = os.lstat(path)
            content = Path(path).read_bytes() if not os.path.islink(path) and os.path.isfile(path) else None
            seen[path] = (held.st_mode, held.st_uid, held.st_gid, held.st_ino, held.st_mtime_ns, content)
    return seen


def begin(case: Case, base: Path) -> tuple[Handles, list[Any]]:
    """Make the tree and, where the case works on a handle, open that with the permits which opening needs."""
    tree(base)
    handles = Handles(64)
    arguments: list[Any] = []
    if case.first is not None:
        name, first = case.first
        if name == "fs.list":
            (base / "many").mkdir()
            for number in range(1100):
                (base / "many" / str(number)).touch()
        arguments = [gate(below(base, case.granted_first), handles).perform(BY_NAME[name], first(base))[0]]
    return handles, arguments


EACH = [
    pytest.param(BY_NAME[name], case, id=f"{name}-{index}")
    for name, cases in CASES.items()
    for index, case in enumerate(cases)
]
WITHOUT = [
    pytest.param(BY_NAME[name], case, need, id=f"{name}-{index}-without-{need[0]}-{need[1]}-{need[2] or 'base'}")
    for name, cases in CASES.items()
    for index, case in enumerate(cases)
    for need in case.needs
]


def test_the_table_is_the_registry() -> None:
    assert set(CASES) == {operation.name for operation in OPERATIONS}
    assert all(CASES.values())


@pytest.mark.parametrize(("operation", "case"), EACH)
def test_exactly_its_needs_allow_it(operation: Operation, case: Case, tmp_path: Path) -> None:
    handles, arguments = begin(case, tmp_path)
    got = gate(below(tmp_path, case.needs), handles).perform(operation, [*arguments, *case.arguments(tmp_path)])
    assert case.shows(tmp_path, got)
    handles.close_all()


@pytest.mark.parametrize(("operation", "case", "need"), WITHOUT)
def test_without_any_one_need_it_is_refused_and_nothing_is_touched(
    operation: Operation, case: Case, need: tuple[str, str, str], tmp_path: Path
) -> None:
    handles, arguments = begin(case, tmp_path)
    granted = below(tmp_path, tuple(other for other in case.needs if other != need))
    before = snapshot(tmp_path)
    with pytest.raises(Refused) as caught:
        gate(granted, handles).perform(operation, [*arguments, *case.arguments(tmp_path)])
    assert caught.value.action.name == need[0]
    assert caught.value.decision.effect == "no_permit"
    assert snapshot(tmp_path) == before
    handles.close_all()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_arguments_of_another_number_or_type_are_a_breach(operation: Operation, tmp_path: Path) -> None:
    case = CASES[operation.name][0]
    handles, arguments = begin(case, tmp_path)
    before = snapshot(tmp_path)
    good = [*arguments, *case.arguments(tmp_path)]
    door = gate(below(tmp_path, case.needs), handles)
    for bad in (
        [],
        [*good, 1],
        *([*good[:index], wrong, *good[index + 1 :]] for index in range(len(good)) for wrong in (None, 1.5, ["x"])),
    ):
        if bad == good:
            continue
        with pytest.raises(RemoteProtocolError):
            door.perform(operation, list(bad))
    handles.close_all()
    assert snapshot(tmp_path) == before


TAKES_PATHS = [operation for operation in OPERATIONS if any(p.kind == "path" for p in operation.parameters)]
BAD_PATHS = [
    "",
    "relative",
    "/a/../b",
    "/a/./b",
    "//a",
    "/a//b",
    "/a/",
    "/a\x00b",
    "/a\nb",
    "/a\x1b[31m",
    "/x" * 65,
    "/" + "x" * 5000,
    "/\ud800",
]


@pytest.mark.parametrize("operation", TAKES_PATHS, ids=lambda operation: operation.name)
@pytest.mark.parametrize("path", BAD_PATHS, ids=ascii)
def test_what_is_no_canonical_path_is_refused_before_the_policy(
    operation: Operation, path: str, tmp_path: Path
) -> None:
    tree(tmp_path)
    arguments = CASES[operation.name][0].arguments(tmp_path)
    position = next(index for index, parameter in enumerate(operation.parameters) if parameter.kind == "path")
    everything = Policy.from_text("permit(principal, action, resource);").authorizer(PRINCIPAL)
    door = ClosingGate(everything, guardrail=Guardrail([], allow_hard_links=False, own_pids=set), handles=Handles(64),
                services=Services(WriteMeter(1 << 30, Deadline()), Servers(), Buffer(), Deadline()))  # fmt: skip
    with pytest.raises(PathRefused):
        door.perform(operation, [*arguments[:position], path, *arguments[position + 1 :]])


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if any(p.kind == "handle" for p in o.parameters)], ids=lambda o: o.name
)
def test_a_number_that_is_not_held_is_ebadf(operation: Operation, tmp_path: Path) -> None:
    arguments = CASES[operation.name][0].arguments(tmp_path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        gate([("stat", "File", "plain")]).perform(operation, [7, *arguments])
