"""What the operations declare holds together: every need that they state can be granted, and says what it must."""

import pytest

from hostapi.operation import Operation
from hostapi.registry import OPERATIONS
from hostapi.target import HandleTarget, HostTarget, PathTarget
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.file_system import NAMESPACE as FILES
from hostapi.vocabulary.sysinfo import HOSTNAME
from hostapi.vocabulary.sysinfo import NAMESPACE as SYSTEM

APPLIES = {declared.action: set(declared.resources) for namespace in (FILES, SYSTEM) for declared in namespace.actions}
CHANGING = {"write", "create", "delete", "move", "chmod", "chown"}


def needs(operation: Operation) -> list[tuple[str, Action]]:
    """Return every (entity type, action) that the operation may ask."""
    found: list[tuple[str, Action]] = []
    for target in operation.targets.values():
        if isinstance(target, PathTarget):
            found += [(FILE, action) for action in target.through]
            more = (*(target.missing or ()), *(target.existing or ()))
            for kind, actions in ((FILE, target.file), (DIR, target.dir)):
                if actions is not None:
                    found += [(kind, action) for action in (*actions, *more)]
        elif isinstance(target, HandleTarget):
            found += [(FILE, action) for action in target.ask]
        elif isinstance(target, HostTarget):
            found += [(HOSTNAME, action) for action in target.ask]
    return found


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_need_is_one_that_a_policy_can_grant(operation: Operation) -> None:
    """An action that the schema does not give to a type can be permitted by no policy, whatever it says."""
    undecidable = [(kind, action.name) for kind, action in needs(operation) if kind not in APPLIES[action]]
    assert undecidable == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_asks_for_something_or_has_what_was_asked(operation: Operation) -> None:
    handles = [target for target in operation.targets.values() if isinstance(target, HandleTarget)]
    assert needs(operation) or handles


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_changes_an_entry_says_so(operation: Operation) -> None:
    """The guardrail looks at `changes`; an entry that cannot be there yet is new, and changed by nobody."""
    for target in operation.targets.values():
        if not isinstance(target, PathTarget):
            continue
        asked = {
            action.name
            for actions in (target.file, target.dir, target.missing, target.existing)
            for action in actions or ()
        }
        if asked & CHANGING and target.existing is not None:
            assert target.changes, operation.name
        if asked & {"create", "delete", "move"}:
            assert target.at, operation.name


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_may_be_there_is_asked_before_it_is_looked_at(operation: Operation) -> None:
    """An operation that wants nothing to be there would tell by its answer whether something is."""
    for target in operation.targets.values():
        if isinstance(target, PathTarget) and target.existing is None:
            assert target.missing == (), operation.name
            assert target.file or target.dir, operation.name
