import pytest

from hostapi.operation import Operation
from hostapi.registry import BY_NAME, OPERATIONS
from hostapi.target import HostTarget, PathTarget
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.every import ACTIONS
from rexpy.tooling import reference

KNOWN = {reference.action_uid(action): declared for action, declared in ACTIONS.items()}
NAMES = [operation.name for operation in OPERATIONS]


@pytest.fixture(params=NAMES)
def operation(request: pytest.FixtureRequest) -> Operation:
    return BY_NAME[request.param]


def test_families_hold_every_operation_once() -> None:
    found = [operation.name for operations in reference.families().values() for operation in operations]
    assert found == sorted(NAMES)


def test_what_is_asked_is_in_the_schema(operation: Operation) -> None:
    for ask in reference.asks(operation):
        for kind in ask.resource.split(" or "):
            assert kind in KNOWN[ask.action].resources
        declared = {
            f"{field.name}.{inner.name}" if hasattr(field.type, "fields") else field.name
            for field in KNOWN[ask.action].context
            for inner in getattr(field.type, "fields", (field,))
        }
        assert set(ask.context) == declared


def test_no_action_of_a_target_is_left_out(operation: Operation) -> None:
    asked = {ask.action for ask in reference.asks(operation)}
    wanted: set[Action] = set()
    for target in operation.targets.values():
        if isinstance(target, PathTarget):
            wanted |= {
                *(target.file or ()),
                *(target.dir or ()),
                *(target.missing or ()),
                *(target.existing or ()),
                *target.through,
            }
        elif isinstance(target, HostTarget):
            wanted |= set(target.ask)
    assert {reference.action_uid(action) for action in wanted} <= asked


def test_a_path_asks_for_its_directory_first(operation: Operation) -> None:
    if any(isinstance(target, PathTarget) for target in operation.targets.values()):
        first = reference.asks(operation)[0]
        assert (first.action, first.resource) == ('file_system::Action::"open"', "file_system::Dir")


def asked(name: str) -> list[tuple[str, str, str, str]]:
    return [
        (ask.action.split('"')[1], ask.resource.split("::")[-1], ask.of, ask.when)
        for ask in reference.asks(BY_NAME[name])
    ]


def test_reading_a_file() -> None:
    assert asked("fs.open_read") == [
        ("open", "Dir", "the directory of `path`", ""),
        ("open", "File", "`path`", ""),
        ("read", "File", "`path`", ""),
    ]


def test_listing_a_directory() -> None:
    assert asked("fs.list") == [("open", "Dir", "`path`", ""), ("read", "Dir", "`path`", "")]


def test_renaming() -> None:
    found = asked("fs.rename")
    assert found[0] == ("open", "Dir", "the directory of `source`", "")
    assert ("move", "File", "`source`", "it is not a directory") in found
    assert ("create", "Dir", "`destination`", "`source` is a directory") in found
    assert found[-1][0::3] == ("delete", "something is there")


def test_resolving() -> None:
    assert asked("dns.resolve") == [("resolve_hostname", "Hostname", "`hostname`", "")]


def test_a_handle_asks_nothing_but_says_what_it_needs() -> None:
    assert asked("fs.read") == []
    assert reference.rights(BY_NAME["fs.read"]) == ("`handle` was opened for reading",)


def test_every_operation_is_described(operation: Operation) -> None:
    found = reference.to_json(operation)
    assert found["summary"]
    assert all(argument["means"] for argument in found["arguments"])
    assert found["answered"] is not operation.cast
