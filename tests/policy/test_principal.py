"""A principal is written `User::"name"`, with Cedar's escapes, and in no other way."""

from __future__ import annotations

import cedarpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostapi.vocabulary.base import Resource
from rexpy.broker.policy.principal import parse_principal
from rexpy.errors import EXIT_INVALID, ArgumentsInvalid


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('User::"agent-7"', "agent-7"),
        ('User::"a b::\'é"', "a b::'é"),
        (r'User::"\"\\\u{e9}\x41\'"', "\"\\éA'"),
        ('User::"User::\\"x\\""', 'User::"x"'),
    ],
)
def test_a_name(text, name):
    assert parse_principal(text) == Resource("User", name)


@pytest.mark.parametrize(
    "text",
    [
        "", "alice", "User", 'User::""', "User::alice", "User::'alice'", 'User:: "alice"', ' User::"alice"', 'User::"alice" ',
        'User::"a" || true', 'User::"a"b"', 'User::"a\\"', 'Group::"a"', 'Admin::User::"a"', 'file_system::File::"/a"',
        'User::"a\nb"', 'User::"\\n"', 'User::"\\0"', 'User::"\\x1b"', 'User::"\\x80"', 'User::"\\u{d800}"', 'User::"\\u{110000}"',
        'User::"\\u{}"', 'User::"\\q"', 'User::"\\*"', 'User::"\udcff"', 'User::"' + "a" * 5000 + '"', None, 7,
    ],
)  # fmt: skip
def test_no_name(text):
    with pytest.raises(ArgumentsInvalid) as caught:
        parse_principal(text)
    assert caught.value.exit_code == EXIT_INVALID


pieces = st.sampled_from(
    ["a", "é", "'", "\\\\", '\\"', "\\'", "\\x41", "\\u{1F600}", "\\t", "\\u{e9}", "\\z", "\\x8f", "\\u{zz}", "*"]
)


@given(st.lists(pieces, min_size=1, max_size=6).map("".join))
def test_escapes_mean_what_they_mean_to_cedar(inside):
    text = f'User::"{inside}"'
    try:
        name = parse_principal(text).id
    except ArgumentsInvalid:
        name = None
    try:
        policies = cedarpy.PolicySet.from_str(f"permit(principal == {text}, action, resource);")
    except ValueError:
        assert name is None
        return
    if name is None:
        assert "\\t" in inside, "Cedar takes a tab in a name; a name with a control character is refused here"
        return
    request = {
        "principal": {"type": "User", "id": name},
        "action": {"type": "Action", "id": "a"},
        "resource": {"type": "R", "id": "r"},
    }
    assert cedarpy.is_authorized(request, policies, "[]").allowed
