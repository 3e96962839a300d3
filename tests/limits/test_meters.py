"""The counters by themselves: what is counted, and that counting takes no memory."""

import tracemalloc

import pytest

from hostapi.errors import LimitReached
from hostapi.grant import Deadline
from rexpy.broker.meter import MAX_DENIAL_TEXT, MAX_DENIALS, Denials, OutputBuffer, WriteMeter
from rexpy.broker.result import Denial


def test_bytes_are_taken_before_they_are_written_or_not_at_all() -> None:
    meter = WriteMeter(10, Deadline())
    meter.spend(6)
    with pytest.raises(LimitReached) as caught:
        meter.spend(5)
    assert (caught.value.limit, caught.value.value, meter.spent) == ("written_bytes", 10, 6)
    meter.spend(4)
    meter.spend(-3)
    assert meter.spent == 7


@pytest.mark.parametrize("piece", [b"", b"x", b"\xff" * 1000])
def test_a_flood_of_pieces_takes_no_memory(piece: bytes) -> None:
    buffer = OutputBuffer(1000)
    tracemalloc.start()
    try:
        for _ in range(100_000):
            buffer.add(1, piece)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 200_000


def test_a_character_is_never_cut_in_two() -> None:
    for limit in range(1, 12):
        buffer = OutputBuffer(limit)
        buffer.add(1, "ü€😀".encode() * 2)
        assert "\ufffd" not in buffer.text(1)
        assert buffer.truncated
        assert buffer.kept <= limit


def test_both_streams_share_the_limit_and_the_marker_comes_once() -> None:
    buffer = OutputBuffer(10)
    assert buffer.add(1, b"12345") == "12345"
    assert buffer.add(2, b"1234567").startswith("12345\n[output cut here")
    assert buffer.add(1, b"more") == ""
    assert (buffer.text(1), buffer.kept) == ("12345", 10)


def _denial(path: str, permit: str | None) -> Denial:
    return Denial("read", path, "u", "no_permit", (), (), None, "fs.load", 1, permit)


def test_denials_are_counted_all_and_kept_up_to_a_number_and_a_length() -> None:
    few = Denials()
    assert [few.add(_denial("/a", None)) for _ in range(MAX_DENIALS + 2)] == [*range(MAX_DENIALS), -1, -1]
    assert (few.count, len(few.kept), few.cut) == (MAX_DENIALS + 2, MAX_DENIALS, True)
    long = Denials()
    wide = _denial("\N{SNOWMAN}" * 4096, "\N{SNOWMAN}" * 12288)
    numbers = [long.add(wide) for _ in range(500)]
    kept = MAX_DENIAL_TEXT // (4 * 4096)
    assert numbers == [*range(kept), *[-1] * (500 - kept)]
    assert (long.count, long.cut) == (500, True)
