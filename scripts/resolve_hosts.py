"""Look up the addresses of hosts.

    rexpy run --policy policies/resolve_hosts.cedar scripts/resolve_hosts.py -- localhost www.example.com

Names come from the command line, or one a line from --file (# begins a comment). Ends with 1 when a name does not
resolve.
"""

import argparse
import socket
import sys
from pathlib import Path


def addresses(name):
    found = socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)
    return sorted({address[0] for *_, address in found}, key=lambda text: (":" in text, text))


def names_in(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip()
        if name:
            yield name


def main():
    parser = argparse.ArgumentParser(description="Look up the addresses of hosts.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--file", type=Path, help="a file with one name a line")
    given = parser.parse_args()
    names = given.names + (list(names_in(given.file)) if given.file else [])
    if not names:
        parser.error("name a host, or a file of hosts")

    missing = 0
    for name in dict.fromkeys(names):
        try:
            print(f"{name:30} {' '.join(addresses(name))}")
        except socket.gaierror:
            print(f"{name:30} does not resolve")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
