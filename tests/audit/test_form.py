"""The form of the trail: what a line says of its place in the chain, what the head says, how files are called."""

import json
import re
from pathlib import Path

import pytest

from hostapi.vocabulary.activity import ACTIVITIES, OTHER
from hostapi.vocabulary.every import ACTIONS
from rexpy.broker.audit import form

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "audit.md"
KEY = b"k" * 32
HEAD = form.Head(sequence=17, hash="ab" * 32, size=19321, file=1, began=1764081900000, first=1, closed=0)


def line(body: str, *, key: bytes | None = None) -> bytes:
    text = body.encode() + b',"prev":"' + b"0" * 64 + b'"'
    name = b"hash" if key is None else b"hmac"
    return text + b',"' + name + b'":"' + form.digest(text, key).encode() + b'"}}'


@pytest.mark.parametrize("key", [None, KEY])
def test_a_line_ends_with_its_link(key: bytes | None) -> None:
    made = line('{"unmapped":{"kind":"decision"', key=key)
    found = form.link(made)
    assert found is not None
    assert found.prev == form.NOTHING_BEFORE
    assert found.keyed is (key is not None)
    assert found.own == form.digest(found.body, key)
    assert json.loads(made)["unmapped"][form.KEYED if key else form.PLAIN] == found.own


@pytest.mark.parametrize(
    "spoilt", [b"", b"{}", b"[]" * 100, line('{"a":{"b":1')[:-1], line('{"a":{"b":1') + b" ", line("x").upper()]
)
def test_what_is_no_record_has_no_link(spoilt: bytes) -> None:
    assert form.link(spoilt) is None


@pytest.mark.parametrize("key", [None, KEY])
def test_a_head_says_what_was_put_into_it(key: bytes | None) -> None:
    data = HEAD.render(key)
    assert len(data) == form.HEAD_SIZE
    assert data.endswith(b" \n")
    assert form.parse_head(data, key) == HEAD
    largest = HEAD._replace(sequence=1 << 62, size=1 << 62, file=1 << 62, began=1 << 62, first=1 << 62)
    assert len(largest.render(key)) == form.HEAD_SIZE


def test_a_head_that_was_changed_is_refused() -> None:
    data = HEAD.render(KEY)
    lower = data.replace(b'"sequence":17', b'"sequence":16')
    for spoilt in (
        lower,
        HEAD.render(b"x" * 32),
        HEAD.render(),
        b"",
        b"{}",
        b"null",
        b"\0" * form.HEAD_SIZE,
        data + b" ",
    ):
        with pytest.raises(form.HeadInvalid):
            form.parse_head(spoilt, KEY)
    for spoilt in (data, HEAD.render()[:-2], HEAD.render().replace(b"17", b"-1"), HEAD.render().replace(b"ab", b"xx")):
        with pytest.raises(form.HeadInvalid):
            form.parse_head(spoilt)


def test_rotated_files_are_named_in_chain_order() -> None:
    names = [form.rotated_path("/var/log/a.1.jsonl", first) for first in (1, 99, 4711, 10**12)]
    assert names[:3] == sorted(names[:3])
    assert [form.rotated_from(name) for name in names] == [
        ("/var/log/a.1.jsonl", first) for first in (1, 99, 4711, 10**12)
    ]
    assert form.rotated_from("/var/log/a.jsonl") is None
    assert form.rotated_from("/var/log/a.jsonl.head") is None


def test_every_action_has_a_class_and_an_activity() -> None:
    assert set(ACTIVITIES) == set(ACTIONS)
    assert all((activity.name is not None) is (activity.activity_id == OTHER) for activity in ACTIVITIES.values())


def test_the_document_names_every_kind() -> None:
    kinds = {value for name, value in vars(form.Kind).items() if not name.startswith("_")}
    told = set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", DOCUMENT.read_text(), re.MULTILINE))
    assert kinds <= told
