import io
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.cli import streams

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.booleans())
def test_json_is_printable_ascii(value: object, pretty: bool) -> None:
    text = streams.json_text(value, pretty=pretty)
    body = text.removesuffix("\n")
    assert json.loads(text) == value
    assert body.replace("\n", "").isascii()
    assert all(c.isprintable() for c in body.replace("\n", ""))
    assert pretty or "\n" not in body


def test_each_stream_is_escaped_by_itself() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = streams.ScriptOutput(out, err)
    output.write(1, "dos\r")
    output.write(2, "\x1bwarn")
    output.write(1, "\nend\r")
    output.end()
    assert (out.getvalue(), err.getvalue()) == ("dos\r\nend\\r", "\\x1bwarn")


def test_a_reader_that_left_is_told_apart() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w", encoding="utf-8") as stream:
        with pytest.raises(streams.OutputClosedError):
            streams.write(stream, "x")
        streams.write(stream, "nobody fails after that")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_full_device_is_told_apart() -> None:
    with open("/dev/full", "w", encoding="utf-8") as stream, pytest.raises(streams.OutputFailedError, match="No space"):
        streams.write(stream, "x")


def test_what_an_encoding_cannot_say_is_escaped() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    streams.write(stream, "größe")
    assert raw.getvalue() == b"gr\\xf6\\xdfe"
