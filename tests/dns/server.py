"""A name server on the loopback, UDP and TCP, that counts what it is asked."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Answer = Callable[[dns.message.Message, dns.message.QueryMessage], None]


class Server:
    """Answers by the first label of the name. `asked` holds (name, type, transport) for every packet."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.slow_s = 0.0
        self._end = threading.Event()
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self.port = self._udp.getsockname()[1]
        self._tcp = socket.create_server(("127.0.0.1", self.port))
        for each in (self._udp, self._tcp):
            each.settimeout(0.05)
        self._threads = [threading.Thread(target=self._serve_udp), threading.Thread(target=self._serve_tcp)]
        for thread in self._threads:
            thread.start()

    @property
    def servers(self) -> tuple[tuple[str, int], ...]:
        """What `nameservers=` takes."""
        return (("127.0.0.1", self.port),)

    def close(self) -> None:
        """Stop answering."""
        self._end.set()
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()

    def _serve_udp(self) -> None:
        while not self._end.is_set():
            with contextlib.suppress(TimeoutError):
                data, peer = self._udp.recvfrom(4096)
                answer = self._answer(data, "UDP")
                if answer is not None:
                    self._udp.sendto(answer, peer)

    def _serve_tcp(self) -> None:
        while not self._end.is_set():
            with contextlib.suppress(TimeoutError):
                peer, _ = self._tcp.accept()
                with peer:
                    peer.settimeout(1)
                    size = struct.unpack("!H", peer.recv(2))[0]
                    answer = self._answer(peer.recv(size), "TCP")
                    if answer is not None:
                        peer.sendall(struct.pack("!H", len(answer)) + answer)

    def _answer(self, data: bytes, transport: str) -> bytes | None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind, transport))
        label = name.split(".")[0]
        made = dns.message.make_response(query)

        def add(*addresses: str, owner: str = name, of: str = kind) -> None:
            made.answer.append(dns.rrset.from_text(owner, 60, "IN", of, *addresses))

        if label == "silent":
            return None
        if label == "slow":
            time.sleep(self.slow_s)
        if label == "garbage":
            return b"\xff" * 40
        if label == "mixed" and kind == "AAAA":
            made.set_rcode(dns.rcode.SERVFAIL)
        elif label in ("nx", "refused", "servfail"):
            made.set_rcode(
                {"nx": dns.rcode.NXDOMAIN, "refused": dns.rcode.REFUSED, "servfail": dns.rcode.SERVFAIL}[label]
            )
        elif label == "alias":
            add("both.example.", of="CNAME")
            add(*({"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]}[kind]), owner="both.example.")
        elif label == "many":
            add(
                *(f"198.51.{number // 250}.{number % 250 + 1}" for number in range(1000))
                if kind == "A"
                else ["2001:db8::1"]
            )
            if transport == "UDP" and kind == "A":
                made.answer.clear()
                made.flags |= dns.flags.TC
        elif label in ("four", "both", "mixed", "slow", "xn--bcher-kva", "under_score") and kind == "A":
            add("192.0.2.1")
        elif label == "pair" and kind == "A":
            add("192.0.2.1", "192.0.2.2")
        elif label in ("six", "both") and kind == "AAAA":
            add("2001:db8::1")
        elif label == "local" and kind == "A":
            add("127.0.0.1", "169.254.169.254", "10.0.0.1")
        return made.to_wire(max_size=65535)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Answer while the block runs."""
    server = Server()
    try:
        yield server
    finally:
        server.close()
