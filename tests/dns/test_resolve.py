"""Host names: the policy is asked before any packet leaves, names alone are asked for, and answers are bounded."""

import errno
import socket
import time
from collections.abc import Iterator

import pytest

from hostapi.hostname import refuse_hostname
from rexpy.broker.limits import Limits
from rexpy.broker.refusal import Refused
from tests.broker.doors import Door, door
from tests.broker.runs import EVERYTHING, run, value
from tests.dns.server import Server, serving


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def server(running: Server) -> Server:
    running.asked.clear()
    running.slow_s = 0.0
    return running


@pytest.fixture
def asking(server: Server) -> Door:
    return door(nameservers=server.servers)


def allow(*names: str) -> str:
    return "\n".join(
        f'permit(principal, action == sysinfo::Action::"resolve_hostname", resource == sysinfo::Hostname::"{name}");'
        for name in names
    )


FOUND = {
    ("four.example", 0): ["192.0.2.1"],
    ("four.example", 4): ["192.0.2.1"],
    ("pair.example", 4): ["192.0.2.1", "192.0.2.2"],
    ("six.example", 0): ["2001:db8::1"],
    ("six.example", 6): ["2001:db8::1"],
    ("both.example", 0): ["192.0.2.1", "2001:db8::1"],
    ("both.example", 4): ["192.0.2.1"],
    ("both.example", 6): ["2001:db8::1"],
    ("alias.example", 0): ["192.0.2.1", "2001:db8::1"],
    ("mixed.example", 0): ["192.0.2.1"],
    ("under_score.example", 4): ["192.0.2.1"],
    ("both", 6): ["2001:db8::1"],
}


@pytest.mark.parametrize(("name", "family"), FOUND)
def test_addresses_are_found(asking: Door, server: Server, name: str, family: int) -> None:
    # A server may turn the order of its records around; IPv4 comes first all the same.
    found = asking.ask("dns.resolve", name, family, 2000)[0]
    assert sorted(found, key=lambda address: (":" in address, address)) == FOUND[name, family]
    assert found == sorted(found, key=lambda address: ":" in address)
    assert {asked for asked, _, _ in server.asked} == {f"{name}."}, "a search list would ask for other names"
    assert {kind for _, kind, _ in server.asked} == {0: {"A", "AAAA"}, 4: {"A"}, 6: {"AAAA"}}[family]


@pytest.mark.parametrize(
    ("name", "family", "number"),
    [
        ("nx.example", 0, errno.ENOENT),
        ("empty.example", 0, errno.ENOENT),
        ("four.example", 6, errno.ENOENT),
        ("six.example", 4, errno.ENOENT),
        ("four.example", 99, errno.ENOENT),
        ("servfail.example", 0, errno.EAGAIN),
        ("refused.example", 4, errno.EAGAIN),
        ("silent.example", 4, errno.ETIMEDOUT),
        ("garbage.example", 4, errno.ETIMEDOUT),
    ],
)
def test_what_is_not_found_is_an_error_that_says_which(asking: Door, name: str, family: int, number: int) -> None:
    started = time.monotonic()
    with pytest.raises(OSError) as caught:
        asking.ask("dns.resolve", name, family, 300)
    assert caught.value.errno == number
    assert time.monotonic() - started < 2


def test_both_questions_share_the_time(asking: Door, server: Server) -> None:
    server.slow_s = 0.4
    started = time.monotonic()
    asking.answer("dns.resolve", "slow.example", 0, 500)
    assert time.monotonic() - started < 0.75


def test_an_answer_that_is_large_comes_over_tcp_and_is_bounded(asking: Door, server: Server) -> None:
    found = asking.ask("dns.resolve", "many.example", 0, 3000)[0]
    assert len(found) == 256
    assert all(":" not in address for address in found)
    assert ("many.example.", "A", "TCP") in server.asked


def test_without_a_grant_no_packet_leaves(server: Server) -> None:
    for text in (
        "",
        allow("other.example"),
        EVERYTHING + 'forbid(principal, action, resource == sysinfo::Hostname::"four.example");',
    ):
        with pytest.raises(Refused) as caught:
            door(text, nameservers=server.servers).ask("dns.resolve", "four.example", 0, 300)
        assert caught.value.decided.id == "four.example"
    assert server.asked == []


def test_a_script_without_a_grant_sends_no_packet(server: Server) -> None:
    script = """
        [attempt(socket.gethostbyname, "four.example"), attempt(socket.getaddrinfo, "FOUR.example.", 80), attempt(socket.getaddrinfo, "2130706433", 80)[0]]
    """
    result = run(script, policy_text=allow("six.example"), nameservers=server.servers)
    assert result.error is None
    first, second, literal = result.value
    for answer in (first, second):
        assert answer[:2] == ["PermissionError", errno.EACCES]
        assert 'sysinfo::Action::"resolve_hostname"' in answer[2]
        assert answer[6][1] == 'sysinfo::Hostname::"four.example"'
    assert literal == "done"
    assert [denial.resource for denial in result.denials] == ['sysinfo::Hostname::"four.example"'] * 2
    assert server.asked == []


LITERALS = {
    "127.0.0.1": "127.0.0.1",
    "2130706433": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "127.1": "127.0.0.1",
    "0": "0.0.0.0",
    "①②⑦.0.0.1": "127.0.0.1",
    "127。0。0。1": "127.0.0.1",
    "::1": "::1",
    "::ffff:127.0.0.1": "::ffff:127.0.0.1",
    "64:ff9b::a9fe:a9fe": "64:ff9b::a9fe:a9fe",
}


def test_an_address_in_any_spelling_is_never_asked_as_a_name(server: Server) -> None:
    """As CPython answers them; the broker hears nothing, so no policy about names is passed by a spelling."""
    script = """
        results = {}
        for name in args["names"]:
            got = attempt(socket.getaddrinfo, name, 80, 0, socket.SOCK_STREAM)
            results[name] = got[1][0][4][0] if got[0] == "done" else got
        results
    """
    result = run(script, policy_text=allow("four.example"), nameservers=server.servers, args={"names": list(LITERALS)})
    assert result.error is None
    assert result.value == LITERALS
    assert result.operations == {}
    assert server.asked == []


@pytest.mark.parametrize(
    "name",
    ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0x7f000001", "1.2.3.4.5", "host.1", "host.0x7f", "::1", "fe80::1%eth0", "①②⑦.0.0.1",
     "FOUR.example", "four.example.", "", ".", "a..b", "-a.example", "a-.example", "a b", "a\0b", "a\nb", "bücher.example", "x" * 64, "x." * 130 + "x",
     "*.example", "four.example\\", "[::1]", "a/b", "a@b", "\ud800"],
)  # fmt: skip
def test_what_is_no_host_name_is_refused_before_the_policy_and_the_network(server: Server, name: str) -> None:
    assert refuse_hostname(name) is not None
    with pytest.raises(OSError, match="Not a host name") as caught:
        door("", nameservers=server.servers).ask("dns.resolve", name, 0, 300)
    assert caught.value.errno == errno.EINVAL
    assert server.asked == []


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a.b",
        "xn--bcher-kva.example",
        "_dmarc.example",
        "3com.example",
        "a-b.example",
        "x" * 63 + ".example",
        "1.example",
    ],
)
def test_what_is_a_host_name_is_one(name: str) -> None:
    assert refuse_hostname(name) is None


def test_a_script_resolves_as_in_cpython(server: Server) -> None:
    script = """
        def info(*given): return [[int(one[0]), int(one[1]), one[2], one[3], list(one[4])] for one in socket.getaddrinfo(*given)]
        {
            "name": socket.gethostbyname("four.example"),
            "names": socket.gethostbyname_ex("four.example"),
            "stream": info("both.example", 80, 0, socket.SOCK_STREAM),
            "six": info("both.example", "https", socket.AF_INET6, socket.SOCK_DGRAM),
            "upper": socket.gethostbyname("Four.EXAMPLE"),
            "dot": socket.gethostbyname("four.example."),
            "idna": socket.gethostbyname("BÜCHER.example"),
            "bytes": socket.gethostbyname(b"four.example"),
            "local": socket.gethostbyname("localhost"),
            "numeric": attempt(socket.getaddrinfo, "four.example", 80, 0, 0, 0, socket.AI_NUMERICHOST)[:2],
            "missing": attempt(socket.gethostbyname, "nx.example")[:2],
            "six alone": attempt(socket.gethostbyname, "six.example")[:2],
            "failing": attempt(socket.getaddrinfo, "servfail.example", 80)[:2],
            "no name": [attempt(socket.gethostbyname, name)[:2] for name in ("a..b", "x" * 64, "-", "a_b c")],
        }
    """
    got = value("\n".join(line.removeprefix("        ") for line in script.splitlines()), nameservers=server.servers)
    assert got == {
        "name": "192.0.2.1",
        "names": ["four.example", [], ["192.0.2.1"]],
        "stream": [[2, 1, 6, "", ["192.0.2.1", 80]], [10, 1, 6, "", ["2001:db8::1", 80, 0, 0]]],
        "six": [[10, 2, 17, "", ["2001:db8::1", 443, 0, 0]]],
        "upper": "192.0.2.1",
        "dot": "192.0.2.1",
        "idna": "192.0.2.1",
        "bytes": "192.0.2.1",
        "local": "127.0.0.1",
        "numeric": ["gaierror", socket.EAI_NONAME],
        "missing": ["gaierror", socket.EAI_NONAME],
        "six alone": ["gaierror", socket.EAI_NONAME],
        "failing": ["gaierror", socket.EAI_AGAIN],
        "no name": [["gaierror", socket.EAI_NONAME]] * 4,
    }
    assert ("xn--bcher-kva.example.", "A", "UDP") in server.asked


def test_a_time_out_is_a_temporary_failure(server: Server) -> None:
    started = time.monotonic()
    assert value(
        "socket.setdefaulttimeout(0.3)\nattempt(socket.gethostbyname, 'silent.example')[:2]", nameservers=server.servers
    ) == ["gaierror", socket.EAI_AGAIN]
    assert time.monotonic() - started < 5


def test_a_name_that_takes_long_does_not_outlast_the_run(server: Server) -> None:
    started = time.monotonic()
    result = run(
        "socket.setdefaulttimeout(20)\nsocket.gethostbyname('silent.example')",
        limits=Limits(wall_s=0.5),
        nameservers=server.servers,
    )
    assert result.exit_code == 124
    assert time.monotonic() - started < 3, "the broker went on waiting for a run that was over"


def test_the_policy_sees_one_spelling_of_a_name(server: Server) -> None:
    script = "[attempt(socket.gethostbyname, name)[0] for name in ('four.example', 'FOUR.Example', 'four.example.', 'b\\xfccher.example', 'xn--bcher-kva.example')]"
    result = run(script, policy_text=allow("four.example", "xn--bcher-kva.example"), nameservers=server.servers)
    assert result.error is None
    assert result.value == ["done"] * 5


def test_a_name_server_that_is_not_there_is_a_temporary_failure() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    answer = door(nameservers=(("127.0.0.1", port),)).answer("dns.resolve", "four.example", 4, 500)
    assert answer[2] in (errno.EAGAIN, errno.ETIMEDOUT)
