"""What a script learns of the process, its standard streams, and what it may not have of the system."""

from pathlib import Path

import pytest

import rexpy
from tests.stdlib.running import printed, run


def test_standard_streams(tmp_path: Path) -> None:
    source = """
import sys, os
print("out")
print("err", file=sys.stderr)
sys.stdout.write("written\\n")
sys.stdout.buffer.write(b"bytes \\xc3\\xa9\\n")
sys.stdout.reconfigure(line_buffering=True)
print(sys.stdin.read() == "", sys.stdin.readline() == "", list(sys.stdin), sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.fileno())
try:
    input("name? ")
except EOFError as error:
    print(error)
import io
kept, sys.stdout = sys.stdout, io.StringIO()
print("hidden")
hidden, sys.stdout = sys.stdout, kept
print(repr(hidden.getvalue()), sys.argv)
print("no end", end="")
"""
    result = run(source, tmp_path, argv=("--days", "3"))
    assert result.exit_code == 0, result.error
    assert result.stdout.splitlines() == [
        "out",
        "written",
        "bytes é",
        "True True [] utf-8 False 1",
        "name? EOF when reading a line",
        "'hidden\\n' ['script.py', '--days', '3']",
        "no end",
    ]
    assert result.stderr == "err\n"


def test_output_before_a_failure_is_not_lost(tmp_path: Path) -> None:
    result = run("print('first')\nprint('second', end='')\n1 / 0", tmp_path)
    assert result.exit_code == 1
    assert result.stdout == "first\nsecond"


@pytest.mark.parametrize(
    "rest",
    [
        "while True: pass",
        "time.sleep(1000)",
        "re.match('(a*)*b', 'a' * 40)",
        "[len(os.listdir('.')) for i in iter(int, 1)]",
    ],
)
def test_output_before_a_limit_is_not_lost(rest: str, tmp_path: Path) -> None:
    limits = rexpy.Limits(wall_s=0.8, calls=1 << 40)
    result = run(
        f"import os, re, time\nfor i in range(3): print(i)\nprint('last', file=__import__('sys').stderr)\n{rest}",
        tmp_path,
        limits=limits,
    )
    assert result.exit_code == 124
    assert result.stdout == "0\n1\n2\n"
    assert result.stderr == "last\n"


def test_output_sent_by_the_clock_disturbs_nothing_on_the_wire(tmp_path: Path) -> None:
    """Invariant: whenever the alarm comes, every message is whole and every answer that of its question."""
    source = """
import os, time
with open("large", "wb") as file:
    file.write(bytes(range(256)) * 8192)
content = bytes(range(256)) * 8192
until = time.monotonic() + 1.5
lines = 0
while time.monotonic() < until:
    print(lines, "x" * (lines % 3000))
    lines += 1
    assert open("large", "rb").read() == content
    assert os.stat("large").st_size == len(content)
    with open("small", "w") as file:
        file.write(str(lines))
    assert open("small").read() == str(lines)
lines
"""
    result = run(source, tmp_path, limits=rexpy.Limits(output_bytes=1 << 30))
    assert result.exit_code == 0, result.error
    assert result.stdout == "".join(f"{i} {'x' * (i % 3000)}\n" for i in range(result.value))


@pytest.mark.parametrize(("statement", "code"), [("sys.exit(3)", 3), ("sys.exit()", 0), ("sys.exit('no')", 1)])
def test_exit_codes(statement: str, code: int, tmp_path: Path) -> None:
    result = run(f"import os, sys\nf = open('kept', 'w')\nf.write('x')\n{statement}", tmp_path)
    # The run's own codes 2, 3, 124 … are the runner's to tell apart; the script's code is in the message.
    assert result.exit_code == code
    assert (tmp_path / "kept").read_text() == "x"


def test_every_refused_function_says_so_and_kills_nothing(tmp_path: Path) -> None:
    source = """
import os, signal, socket
from os import path
names = [name for name in dir(os) if not name.startswith("_") and callable(getattr(os, name))]
refused = []
for name in names:
    function = getattr(os, name)
    if isinstance(function, type) or name in ("abort",):
        continue
    try:
        function()
    except TypeError:
        pass
    except OSError as error:
        if error.errno == 95:
            assert f"os.{name} is not available to scripts" in str(error), error
            refused.append(name)
print(len(refused) > 90, "system" in refused, "getlogin" in refused, "fork" in refused, "open" in refused)
for use in (lambda: os.abort(), lambda: socket.socket(), lambda: signal.alarm(1), lambda: socket.create_connection(("a", 1))):
    try:
        use()
    except OSError as error:
        print(error.errno, "is not available to scripts" in str(error))
"""
    assert printed(source, tmp_path) == "True True True True False\n" + "95 True\n" * 4


def test_nothing_of_the_host_is_told(tmp_path: Path) -> None:
    source = """
import os, platform, sys, time
print(os.environ, os.environb, os.cpu_count(), os.getpid() == os.getpid() > 1, os.times()[1:4], platform.system(), sys.executable == "", sys.path)
print(os.path.expanduser("~"), os.path.expanduser("~root/x"), os.get_exec_path() != [])
try:
    print(os.get_terminal_size())
except OSError as error:
    print(error)
import shutil
print(shutil.get_terminal_size(), os.isatty(1))
"""
    assert printed(source, tmp_path).splitlines() == [
        "environ({}) {} 1 True (0.0, 0.0, 0.0) Linux True []",
        "~ ~root/x True",
        "[Errno 25] Inappropriate ioctl for device",
        "os.terminal_size(columns=80, lines=24) False",
    ]


def test_clocks_zones_and_random_numbers_work_sealed(tmp_path: Path) -> None:
    source = """
import datetime, os, random, secrets, time, uuid, calendar, hashlib, locale, decimal, unicodedata
start = time.monotonic()
time.sleep(0.01)
print(time.monotonic() - start > 0.009, time.time() > 1e9, time.localtime().tm_year > 2020, time.strftime("%Y-%m-%d", time.gmtime(0)))
print(time.mktime(time.localtime(86400 * 365)), time.ctime(0) != "", time.tzname != (), datetime.datetime.now().astimezone().tzinfo is not None)
print(datetime.datetime.strptime("2024-02-29 10:11", "%Y-%m-%d %H:%M"), time.strptime("3 Mar 2020", "%d %b %Y").tm_mon, datetime.date.fromisoformat("2024-01-01").strftime("%A"))
print(random.random() < 1, len(secrets.token_hex(4)), uuid.uuid4().version, len(os.urandom(5)), hashlib.sha256(b"").hexdigest()[:8], hashlib.new("sha3_256").name)
print(locale.setlocale(locale.LC_ALL, ""), locale.getlocale(), decimal.Decimal(1) / 3, unicodedata.name("é"), "\\N{BULLET}")
print("é".encode("latin-1"), b"x".decode("utf-16-le", "replace"), "ü.example".encode("idna"), "x".encode("cp437"))
try:
    "x".encode("gbk")
except LookupError as error:
    print(error)
"""
    lines = printed(source, tmp_path).splitlines()
    assert lines[0] == "True True True 1970-01-01"
    assert lines[1].startswith("31536000.0 True")
    assert lines[2] == "2024-02-29 10:11:00 3 Monday"
    assert lines[3] == "True 8 4 5 e3b0c442 sha3_256"
    assert lines[4].endswith("0.3333333333333333333333333333 LATIN SMALL LETTER E WITH ACUTE •")
    assert lines[6] == "unknown encoding: gbk"


def test_names_are_resolved_by_the_broker_and_numbers_here(tmp_path: Path) -> None:
    source = """
import socket
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo("::1", "https", proto=socket.IPPROTO_TCP))
print(socket.gethostbyname("127.1"), socket.gethostbyname_ex("1.2.3.4"), socket.inet_aton("1.2.3.4"), socket.htons(1))
print(len(socket.getaddrinfo("10.0.0.1", None)), socket.getaddrinfo(None, 1, socket.AF_INET6, socket.SOCK_DGRAM)[0][4])
for arguments in (("1.2.3.4", 1, socket.AF_INET6), ("1.2.3.4", "no-such"), ("1.2.3.4", 1, 99), ("not numeric", 1, 0, 0, 0, socket.AI_NUMERICHOST)):
    try:
        socket.getaddrinfo(*arguments)
    except socket.gaierror as error:
        print(error.errno, error.strerror)
try:
    socket.getaddrinfo("denied.example", 1)
except PermissionError as error:
    print(error.denial.effect)
"""
    policy = 'permit(principal, action in [file_system::Action::"open", file_system::Action::"read"], resource);'
    result = run(source, tmp_path, policy=policy)
    assert result.exit_code == 0, result.error
    assert result.stdout.splitlines() == [
        "[(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('127.0.0.1', 80))]",
        "[(<AddressFamily.AF_INET6: 10>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('::1', 443, 0, 0)), "
        "(<AddressFamily.AF_INET6: 10>, <SocketKind.SOCK_RAW: 3>, 6, '', ('::1', 443, 0, 0))]",
        "127.0.0.1 ('1.2.3.4', [], ['1.2.3.4']) b'\\x01\\x02\\x03\\x04' 256",
        "3 ('::1', 1, 0, 0)",
        "-9 Address family for hostname not supported",
        "-8 Servname not supported for ai_socktype",
        "-6 ai_family not supported",
        "-2 Name or service not known",
        "no_permit",
    ]
    assert result.operations == {"dns.resolve": 1}
