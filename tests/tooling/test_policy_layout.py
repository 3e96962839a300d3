"""Formatting: laid out as Cedar does, comments and meaning kept, files replaced at once."""

from __future__ import annotations

import os
from pathlib import Path

import cedarpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.tokens import comments
from rexpy.errors import PolicyInvalid, RunnerError
from rexpy.tooling.policies import layout

MESSY = """// about the file
//

@id("a") // trailing
permit(principal,   // who
action == file_system::Action::"read",resource) when { // why
resource.path like "//*" // not a comment: "//"
};
// the end"""
ROOT = Path(__file__).resolve().parents[2]


def lay(text, **more):
    return layout.lay_out(Source("p.cedar", text), **more)


def test_it_is_laid_out_and_keeps_what_is_said():
    laid = lay(MESSY)
    assert laid.changed
    assert laid.after.startswith('// about the file\n//\n\n@id("a") // trailing\npermit (\n    principal, // who\n')
    assert laid.after.endswith("// the end\n")
    assert sorted(comments(laid.after)) == sorted(comments(MESSY))
    assert cedarpy.policies_to_json_str(laid.after) == cedarpy.policies_to_json_str(MESSY)
    assert not lay(laid.after).changed
    assert "+    principal, // who" in laid.diff


@pytest.mark.parametrize("text", ["", "// nothing but a comment\n", "\n\n"])
def test_a_file_without_policies_stays(text):
    assert not lay(text).changed


@pytest.mark.parametrize("path", sorted((ROOT / "policies").glob("*.cedar")), ids=lambda path: path.stem)
def test_the_ready_policies_are_laid_out_so(path):
    laid = lay(path.read_text())
    assert not laid.changed, laid.diff
    assert laid.after.startswith("// ")


LONG = ",\n     ".join(f'file_system::File::"/var/log/a-long-name-{number}"' for number in range(4))


def test_the_call_of_a_method_is_not_broken_for_a_short_argument():
    text = f"permit (principal, action, resource is file_system::File) when {{ [{LONG}].contains(resource) }};"
    laid = lay(text)
    assert laid.after.endswith('a-long-name-3"].contains(resource)\n};\n')
    assert not lay(laid.after).changed
    assert cedarpy.policies_to_json_str(laid.after) == cedarpy.policies_to_json_str(text)


@pytest.mark.parametrize(
    "theirs", ['".contains\n(\n  resource\n)" == "x"', "[true // .contains\n].contains(\n  true\n )"]
)
def test_what_only_looks_like_such_a_call_stays(theirs):
    text = (
        f"permit (principal, action, resource is file_system::File) when {{ [{LONG}].contains(resource) && {theirs} }};"
    )
    laid = lay(text)
    assert cedarpy.policies_to_json_str(laid.after) == cedarpy.policies_to_json_str(text)
    assert sorted(comments(laid.after)) == sorted(comments(text))


def test_a_difference_is_shown_with_the_end_that_a_file_lacks():
    shown = lay("permit(principal, action, resource);").diff
    assert shown.splitlines()[-3:] == [
        "-permit(principal, action, resource);",
        "\\ No newline at end of file",
        "+permit (principal, action, resource);",
    ]


words = st.sampled_from(["// c", "// when { x }", "\n", "permit", "when", "{", "}", '"//"', "\r\n", "\t"])


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=4), st.lists(words, max_size=4), st.lists(words, max_size=4))
def test_whatever_stands_between_is_kept_or_refused(one, two, three):
    text = (
        " ".join(one)
        + '\n@id("a") permit(principal,\n'
        + " ".join(two)
        + "\naction,resource)\n"
        + " ".join(three)
        + "\n;"
    )
    try:
        laid = lay(text)
    except (PolicyInvalid, RunnerError):
        return
    assert sorted(comments(laid.after)) == sorted(comments(text))
    assert cedarpy.policies_to_json_str(laid.after) == cedarpy.policies_to_json_str(text)


def test_what_the_formatter_would_lose_is_not_written(monkeypatch):
    from rexpy.broker.policy import cedar

    for wrong in ("permit(principal, action, resource);", "forbid(principal, action, resource); // c"):
        monkeypatch.setattr(cedar, "format_policies", lambda text, wrong=wrong, **more: wrong)
        with pytest.raises(RunnerError, match="nothing was written"):
            lay("permit(principal, action, resource); // c")


def test_what_does_not_parse_is_refused_with_its_place():
    with pytest.raises(PolicyInvalid) as caught:
        lay("permit(principal, action, resource)\nwhen { tru };")
    assert caught.value.findings[0].line == 2
    with pytest.raises(PolicyInvalid, match="nested too deeply"):
        lay("permit(principal, action, resource) when { " + "(" * 5000 + "true" + ")" * 5000 + " };")


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path):
    file = tmp_path / "p.cedar"
    file.write_text(MESSY)
    file.chmod(0o640)
    link = tmp_path / "link.cedar"
    link.symlink_to("p.cedar")
    before = file.stat().st_ino
    laid = layout.lay_out(Source(str(link), MESSY))
    layout.write(laid)
    assert file.read_text() == laid.after
    assert (file.stat().st_mode & 0o777, link.is_symlink()) == (0o640, True)
    assert file.stat().st_ino != before
    assert sorted(os.listdir(tmp_path)) == ["link.cedar", "p.cedar"]


def test_a_file_that_cannot_be_written_stays(tmp_path, monkeypatch):
    file = tmp_path / "p.cedar"
    file.write_text(MESSY)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(layout.os, "fsync", refuse)
    with pytest.raises(RunnerError, match="No space left"):
        layout.write(layout.lay_out(Source(str(file), MESSY)))
    assert file.read_text() == MESSY
    assert os.listdir(tmp_path) == ["p.cedar"]
