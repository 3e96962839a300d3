import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.cli import parameters


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1),
        ("4096", 4096),
        ("64K", 65536),
        ("256M", 256 << 20),
        ("256m", 256 << 20),
        ("1G", 1 << 30),
        ("2GiB", 2 << 30),
        ("1 T", 1 << 40),
    ],
)
def test_sizes(text: str, size: int) -> None:
    assert parameters.size(text) == size


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.5G", "M", "1MB", "1X", "1e6", "0x10", "９", "9" * 400, "8388608G", "1\n2"]
)
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parameters.size(text)


@given(st.integers(1, parameters.LARGEST))
def test_a_size_is_read_back(size: int) -> None:
    assert parameters.parse_size(parameters.show_size(size)) == size


@pytest.mark.parametrize(("text", "value"), [("10", 10.0), ("0.5", 0.5), ("1e3", 1000.0)])
def test_seconds(text: str, value: float) -> None:
    assert parameters.seconds(text) == value


@pytest.mark.parametrize("text", ["", "0", "-1", "nan", "inf", "1m", "1e300"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parameters.seconds(text)


@pytest.mark.parametrize("text", ["", "0", "-1", "1.0", "1_000", "²", "9" * 17, " 1"])
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parameters.count(text)


def test_a_count() -> None:
    assert parameters.count("100000") == 100_000


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("days=3", ("days", "3", False)),
        ("days:=3", ("days", "3", True)),
        ("empty=", ("empty", "", False)),
        ("url=http://a/?b=c:=d", ("url", "http://a/?b=c:=d", False)),
        ('tags:=["a=b"]', ("tags", '["a=b"]', True)),
        ("größe=1", ("größe", "1", False)),
    ],
)
def test_assignments(text: str, parts: tuple[str, str, bool]) -> None:
    assert parameters.assignment(text) == parts


@pytest.mark.parametrize("text", ["", "days", "=3", ":=3", "a-b=1", "1a=1", "a b=1", "a\n=1"])
def test_what_is_no_assignment(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parameters.assignment(text)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]", ("2001:db8::1", 53)),
        ("[2001:DB8:0::1]:5353", ("2001:db8::1", 5353)),
    ],
)
def test_name_servers(text: str, server: tuple[str, int]) -> None:
    assert parameters.name_server(text) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dns.example",
        "dns.example:53",
        "192.0.2.1:",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "192.0.2.1:5x",
        "[2001:db8::1",
        "[2001:db8::1]53",
        "[]:53",
        "192.0.2",
        "0x7f.1",
    ],
)
def test_what_is_no_name_server(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parameters.name_server(text)
