"""`like` as the memo's key sees it is Cedar's, and takes no longer than it must."""

from __future__ import annotations

import json
import re

import cedarpy
from hypothesis import given, settings
from hypothesis import strategies as st

from rexpy.broker.policy.patterns import pattern_of
from tests.policy.test_remembered import quoted

texts = st.text(st.sampled_from('ab/*\\"é\u2028'), max_size=8)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_like_is_cedars_like(pattern: str, text: str) -> None:
    """Written raw: a `*` in the pattern is a wildcard unless a backslash is before it."""
    source = f"permit(principal, action, resource) when {{ {quoted(text)} like {escaped(pattern)} }};"
    condition = json.loads(cedarpy.policies_to_json_str(source))["staticPolicies"]["policy0"]["conditions"][0]["body"]
    request = {
        "principal": {"type": "U", "id": "u"},
        "action": {"type": "Action", "id": "a"},
        "resource": {"type": "U", "id": "u"},
    }
    wanted = cedarpy.is_authorized(request, source, "[]").allowed
    assert pattern_of(condition["like"]["pattern"]).matches(text) == wanted


def escaped(pattern: str) -> str:
    """A Cedar pattern: `\\*` stands for a star, where the text has a backslash before it; other backslashes are doubled."""
    return '"' + re.sub(r'\\(?!\*)|"', lambda match: "\\" + match.group(), pattern) + '"'


def test_like_does_not_go_back_and_forth() -> None:
    pattern = pattern_of(
        ["Wildcard", *[part for _ in range(200) for part in ({"Literal": "a"}, "Wildcard")], {"Literal": "b"}]
    )
    assert not pattern.matches("/" + "a" * 4000)
    assert pattern.matches("/" + "a" * 4000 + "b")
