"""Addresses are read and written as the C library does, without asking it."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.worker.stdlib import addresses

FAMILIES = (socket.AF_INET, socket.AF_INET6)
TEXT = st.text(alphabet="0123456789abcdefx.:", max_size=24) | st.ip_addresses().map(str)


def outcome(function: object, *arguments: object) -> object:
    try:
        return function(*arguments)  # type: ignore[operator]
    except (OSError, ValueError) as error:
        return type(error).__name__


@given(TEXT)
def test_pton_agrees(text: str) -> None:
    for family in FAMILIES:
        assert outcome(addresses.inet_pton, family, text) == outcome(socket.inet_pton, family, text)


@given(TEXT)
def test_aton_agrees(text: str) -> None:
    assert outcome(addresses.inet_aton, text) == outcome(socket.inet_aton, text)


@given(
    st.binary(min_size=16, max_size=16)
    | st.lists(st.sampled_from([0, 0, 0, 255, 1]), min_size=16, max_size=16).map(bytes)
    | st.ip_addresses(v=6).map(lambda address: address.packed)
)
def test_ntop_agrees(packed: bytes) -> None:
    assert addresses.inet_ntop(socket.AF_INET6, packed) == socket.inet_ntop(socket.AF_INET6, packed)
    assert addresses.inet_ntoa(packed[:4]) == socket.inet_ntoa(packed[:4])


@pytest.mark.parametrize(
    "text",
    [
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4",
        "1.2.3",
        "256.1",
        "1.2.3.4.5",
        "",
        "08.1",
        "::1",
        "1.2.3.256",
    ],
)
def test_spellings_of_ipv4(text: str) -> None:
    assert outcome(addresses.inet_aton, text) == outcome(socket.inet_aton, text)


@pytest.mark.parametrize(
    "text",
    [
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:1.2.3.4",
        "1::2::3",
        ":::",
        "12345::",
        "::1.2.3",
        "fe80::1%lo",
    ],
)
def test_spellings_of_ipv6(text: str) -> None:
    assert outcome(addresses.inet_pton, socket.AF_INET6, text) == outcome(socket.inet_pton, socket.AF_INET6, text)
