"""The permits that a denial proposes are the ones that were missing: with them, the same script goes further."""

import re
from pathlib import Path

import pytest

from tests.broker.runs import run

NEW = re.compile(r"  action (?:==|in) \[?(.*?)\]?,\n  // and (.*), if it is not there yet\n")


def _with_new(permit: str) -> str:
    """Return a proposed permit as somebody writes it down who wants the entry made."""
    return NEW.sub(r"  action in [\1, \2],\n", permit)


@pytest.mark.parametrize(
    ("script", "rounds"),
    [
        ("open({new!r}, 'w').close()", 1),
        ("open({new!r}, 'x').close()", 1),
        ("open({new!r}, 'a').close()", 1),
        ("open({new!r}, 'a+').close()", 1),
        ("open({old!r}, 'w').close()", 1),
        ("open({old!r}, 'r+').close()", 1),
        ("shutil.copyfile({old!r}, {new!r})", 2),
        ("os.mkdir({new!r})", 1),
        ("os.symlink('x', {new!r})", 1),
        ("os.remove({old!r})", 1),
    ],
)
def test_one_denial_says_all_that_one_operation_needs(tmp_path: Path, script: str, rounds: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.touch()
    source, policy = script.format(old=str(old), new=str(new)), ""
    for _ in range(rounds):
        result = run(source, policy_text=policy)
        assert result.exit_code == 2, result.error
        assert result.denials[-1].permit is not None
        policy += _with_new(result.denials[-1].permit)
    assert run(source, policy_text=policy).error is None


def test_what_is_only_needed_of_a_new_entry_is_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    script = f"open({str(path)!r}, 'w').close()"
    (denial,) = run(script, policy_text="").denials
    assert denial.permit is not None
    assert '\n  // and file_system::Action::"create", if it is not there yet\n' in denial.permit
    assert run(script, policy_text=denial.permit).error is None
