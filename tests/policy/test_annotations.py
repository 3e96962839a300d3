"""An annotation that is nearly one with a meaning is refused: Cedar would ignore it, and a `@shaddow` would grant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.broker.policy import Policy
from rexpy.broker.policy.annotations import nearly, slips_between
from rexpy.broker.policy.statement import ANNOTATIONS
from rexpy.errors import PolicyInvalid

REST = ' permit(principal, action, resource in file_system::Dir::"/srv");'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((name, "shadow") for name in ("shaddow", "shdow", "shadwo", "Shadow", "SHADOW", "shadowed", "shadows", "chadow", "sahdwo")),
        *((name, "advice") for name in ("advise", "Advice", "advices", "adivce")),
        *((name, "test_allow") for name in ("test_alow", "testAllow", "test_allows", "tst_allow")),
        *((name, "test_deny") for name in ("test_denny", "Test_Deny", "testdeny", "tes_deny")),
        *((name, "id") for name in ("ID", "Id", "i_d")),
    ],
)  # fmt: skip
def test_what_is_nearly_one_of_ours_is_refused(written, meant):
    for text in (f"\n  @{written}{REST}", f'\n  @{written}("x"){REST}'):
        with pytest.raises(PolicyInvalid) as caught:
            Policy.from_text(text, "p.cedar")
        (finding,) = caught.value.findings
        assert (finding.file, finding.line, finding.column) == ("p.cedar", 2, 3)
        assert f"@{written} means nothing, and is nearly @{meant}" in finding.message
        assert finding.suggestion == f"@{meant}"
        assert finding.excerpt == text[1:]


@pytest.mark.parametrize(
    "name", ["owner", "reviewed", "ids", "uid", "device", "show", "note", "ticket", "test", "deny", "allow", "tests"]
)
def test_annotations_of_the_owner_are_let_through(name):
    assert Policy.from_text(f'@id("a") @{name}("x") @{name}_2{REST}').statements


def test_a_template_is_looked_at_too():
    template = "@shaddow permit(principal == ?principal, action, resource);"
    links = [{"template_id": "policy0", "link_id": "a", "args": {"?principal": 'User::"x"'}}]
    with pytest.raises(PolicyInvalid, match="@shaddow"):
        Policy.from_text(template, links=json.dumps(links))


def test_every_policy_is_looked_at():
    text = f"{REST}\n@owner{REST}\n@shadwo{REST}\n@advise forbid(principal, action, resource);"
    with pytest.raises(PolicyInvalid) as caught:
        Policy.from_text(text)
    assert [(one.line, one.suggestion) for one in caught.value.findings] == [(3, "@shadow"), (4, "@advice")]


def test_ours_are_ours():
    assert {name: nearly(name) for name in ANNOTATIONS} == dict.fromkeys(ANNOTATIONS)
    assert all(nearly(name.upper()) == name for name in ANNOTATIONS)


LETTERS = st.text("abc", max_size=5)


@given(LETTERS, LETTERS)
def test_slips_are_counted_as_the_recursion_says(one, other):
    """The distance of the textbook: each way to make the ends alike, the cheapest."""

    def distance(i, j):
        if not i or not j:
            return i + j
        ways = [
            distance(i - 1, j) + 1,
            distance(i, j - 1) + 1,
            distance(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(distance(i - 2, j - 2) + 1)
        return min(ways)

    assert slips_between(one, other) == distance(len(one), len(other))
