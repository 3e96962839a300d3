"""What may only be read redacted shows what a template explains, and nothing else: no text, no size, no place."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rexpy
from hostapi.errors import RunOver
from hostapi.grant import Deadline, Entry
from hostapi.mint import grant
from hostapi.redaction import FEW, MAX_COST, MAX_LINE, REDACTED, Dictionary
from hostapi.template import Template, TemplateInvalid, parse_template
from hostapi.unchecked import redacted
from hostapi.unchecked.redacted import RedactedText
from hostapi.vocabulary.file_system import OPEN, READ, REDACTED_READ
from rexpy.errors import InputInvalid
from tests.broker.doors import door
from tests.broker.runs import PRINCIPAL
from tests.cli.command import rexpy as command

EXPLAINED = [
    ("user %s logged in", "user alice logged in"),
    ("user %s logged in", "user  logged in"),
    ("%d of %d done", "3 of -10 done"),
    ("%s: %s", "a: b: c"),
    ("%s=%s;%s", "=;"),
    ("at %x, %p, %p", "at ff, 0x7ffe, (nil)"),
    ("load %f %5.2f %e", "load 0.5   1.25 1.5e-07"),
    ("size %lu %zu %lld%%", "size 1 2 -3%"),
    ("[%5d] %-10s|", "[   42] abc       |"),
    ("mode %c%c", "mode é/"),
    ("a.b*c(d)", "a.b*c(d)"),
    ("tail %s", "tail "),
    ("%s end", "x end end"),
    ("%-8d %-4x end", "12       ff   end"),
    ("%3d%% %3d", " 12%   7"),
]
HIDDEN = [
    ("user %s logged in", "user alice logged in from home"),
    ("user %s logged in", " user alice logged in"),
    ("count %d", "count 12x"),
    ("count %d", "count "),
    ("count %d", "count 1 2"),
    ("count %d", "count ٣"),
    ("a.b", "aXb"),
    ("(a|b)", "a"),
    ("%s end %s end", "x end"),
    ("aa%saa", "aaa"),
    ("%d%d x", "12 x"),
    ("x%dx", "x" + "1" * 41 + "x"),
    ("mode %c", "mode ab"),
]


def dictionary(*templates: str) -> Dictionary:
    return Dictionary(map(parse_template, templates))


@pytest.mark.parametrize(("template", "line"), EXPLAINED)
def test_a_line_of_the_form_is_shown(template: str, line: str) -> None:
    assert dictionary(template).shown(line.encode()) == line.encode()
    assert dictionary("other %s", template, "more").shown(line.encode() + b"\r") == line.encode() + b"\r"


@pytest.mark.parametrize(("template", "line"), HIDDEN)
def test_any_other_line_is_not(template: str, line: str) -> None:
    assert dictionary(template).shown(line.encode()) == REDACTED


@pytest.mark.parametrize(
    "template", ["%s", "%s%d", "%d %s", " ", "%n", "100%", "%y", "%*d", "x" * 1025, "%hhhd", "a %1000d"]
)
def test_what_is_no_template(template: str) -> None:
    with pytest.raises(TemplateInvalid):
        parse_template(template)


pieces = st.sampled_from(["a", "b", "ab", "1", "%s", "%d", "%c", " ", "%x", "%%"])
lines = st.text(alphabet="ab1% -", max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=5).map("".join), lines)
def test_nothing_is_shown_that_the_form_as_a_regular_expression_would_not_match(template: str, line: str) -> None:
    """The safe side: what is shown is a subset of what a backtracking expression, tried every way, would match."""
    try:
        parsed = parse_template(template)
    except TemplateInvalid:
        return
    forms = {"%s": ".*", "%d": r"[+-]?\d+", "%c": ".", "%x": "(?:0[xX])?[0-9a-fA-F]+", "%%": "%"}
    expression = "".join(forms.get(part, re.escape(part)) for part in re.findall(r"%.|[^%]", template))
    if parsed.explains(line.encode()):
        assert re.fullmatch(expression, line, re.DOTALL)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("1%dx%dx%dx", b"1" * MAX_LINE),
        ("%sa%sa%sa%sa%sa%sa%sa%sb", b"a" * MAX_LINE),
        ("%s1%d1%d1%dx", b"1" * MAX_LINE),
        ("a%5d%5d%5d%5d b", b"a" + b" " * (MAX_LINE - 1)),
        ("%s" + "ab" * 400 + "c", b"ab" * (MAX_LINE // 2)),
        ("%f%f%f%f%f.%s.", b"1." * (MAX_LINE // 2)),
    ],
)
def test_no_line_takes_more_than_its_share(template: str, line: bytes) -> None:
    """Not a measurement: what backtracks would need hours, and this has a minute."""
    started = time.monotonic()
    assert dictionary(template).shown(line) == REDACTED
    assert time.monotonic() - started < 60


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(pieces, min_size=1, max_size=5).map("".join), min_size=FEW + 1, max_size=60, unique=True),
    st.lists(st.text(alphabet="ab1% -", max_size=40) | st.sampled_from(["abab1", "aab", "%", "a 1 a"]), max_size=8),
)
def test_of_many_templates_none_is_overlooked(templates: list[str], several: list[str]) -> None:
    """Which templates are compared is a matter of speed: a line is shown where any of them explains it."""
    every = []
    for template in templates:
        with contextlib.suppress(TemplateInvalid):
            every.append(parse_template(template))
    filed = Dictionary(every)
    for line in several:
        text = line.encode()
        assert (filed.shown(text) == text) == (not text or any(each.explains(text) for each in every))


def test_what_a_line_may_cost_is_bounded_however_many_templates_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"%s%dx{number:05}" for number in range(2000)]
    line = b"1" * 30 + b"".join(b"x%05d " % number for number in range(2000))
    compared: list[int] = []

    def explains(self: Template, line: bytes) -> bool:
        compared.append(self.COST + self.cost * len(line))
        return False

    monkeypatch.setattr(Template, "explains", explains)
    assert dictionary(*names).shown(line) == REDACTED
    assert 0 < sum(compared) <= MAX_COST
    assert len(compared) < len(names), "the line has something in common with every template"
    compared.clear()
    assert dictionary(*names).shown(b"1" * 30 + b"x01234") == REDACTED
    assert len(compared) < 20, "those that have four bytes in common with it and are filed under them"


def opened(path: Path, templates: list[str], deadline: Deadline) -> RedactedText:
    fd = os.open(path, os.O_PATH)
    entry = Entry(str(path), fd, -1, os.fstat(fd))
    try:
        return RedactedText(grant(entry, frozenset((OPEN, REDACTED_READ))), dictionary(*templates), deadline)
    finally:
        os.close(fd)


def replies_of(path: Path, templates: list[str]) -> list[bytes]:
    held: Any = opened(path, templates, Deadline())
    replies = []
    while held != -1:
        held, piece = held.reply()
        assert len(piece) <= redacted.PIECE + redacted.MAX_LINE + 1
        replies.append(piece)
    return replies


def text_of(path: Path, templates: list[str]) -> bytes:
    return b"".join(replies_of(path, templates))


@pytest.mark.parametrize("hidden", [b"", b"x", b"secret " * 5000, b"z" * 300_000, b"z" * 9_000_000])
def test_where_replies_end_tells_nothing_of_what_is_hidden(tmp_path: Path, hidden: bytes) -> None:
    """A worker without a language layer sees every reply: they are cut by what was shown, not by what was read."""
    first, second = tmp_path / "first", tmp_path / "second"
    shown = [b"ok %d" % number for number in range(20_000)]
    first.write_bytes(b"\n".join([b"a", *shown, b"b", b"c"]))
    second.write_bytes(b"\n".join([b"a" + hidden, *shown, b"b" + hidden, b"c"]))
    assert replies_of(second, ["ok %d"]) == replies_of(first, ["ok %d"])


@pytest.mark.parametrize("content", [b"x\n" * 10, b"x" * 10])
def test_a_reply_is_ended_by_the_deadline(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f").write_bytes(content)
    deadline = Deadline()
    before = set(os.listdir("/proc/self/fd"))
    text = opened(tmp_path / "f", ["ok %d"], deadline)
    deadline.until = time.monotonic() - 1
    with pytest.raises(RunOver):
        text.reply()
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_file_that_shows_nothing_holds_nobody_beyond_the_limit(place: Path) -> None:
    """A line without an end: the broker looks for it until the run is over, and not longer."""
    with (place / "log").open("wb") as file:
        file.truncate(1 << 42)
    started = time.monotonic()
    result = run(place, "open('log').read()", limits=rexpy.Limits(wall_s=1))
    assert result.exit_code == 124
    assert time.monotonic() - started < 60, "not a measurement: four tebibytes take an hour"


def expected(content: bytes, templates: list[str]) -> bytes:
    shown = dictionary(*templates).shown
    *whole, last = content.split(b"\n")
    return b"".join(shown(line) + b"\n" for line in whole) + shown(last)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([b"", b"ok 1", b"ok x", b"secret", b"ok 12\r", b"\xff\xfe", b"ok " + b"9" * 30, b"z" * 130]),
        max_size=30,
    ),
    st.booleans(),
    st.integers(1, 40),
    st.integers(1, 60),
)
def test_however_the_file_comes_in_pieces_the_text_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, several: list[bytes], ends: bool, read: int, piece: int
) -> None:
    content = b"\n".join(several) + b"\n" * ends
    path = tmp_path_factory.mktemp("text") / "f"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(redacted, "READ", read)
        patched.setattr(redacted, "PIECE", piece)
        patched.setattr(redacted, "MAX_LINE", 100)
        shown = text_of(path, ["ok %d"])
    # A line beyond the bound is redacted by either way of looking at it.
    assert shown == expected(content, ["ok %d"])


def test_long_lines_and_long_files(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"ok " + b"1" * 40 + b"\n" + b"ok 1" * 1_000_000 + b"\nok 7\n" + b"x" * 9_000_000)
    assert text_of(path, ["ok %d", "%sok %d"]) == b"ok " + b"1" * 40 + b"\n[REDACTED]\nok 7\n[REDACTED]"
    path.write_bytes(b"".join(b"ok %d\n" % n for n in range(100_000)))
    assert text_of(path, ["ok %d"]) == path.read_bytes()


def test_a_grant_of_read_is_none_of_redacted_read(tmp_path: Path) -> None:
    from hostapi.errors import GrantError

    (tmp_path / "f").write_bytes(b"")
    entry = Entry(str(tmp_path / "f"), -1, -1, os.stat(tmp_path / "f"))
    with pytest.raises(GrantError):
        RedactedText(grant(entry, frozenset((OPEN, READ))), Dictionary(), Deadline())


POLICY = """
permit(principal, action in [file_system::Action::"open", file_system::Action::"redacted_read"], resource in {0});
permit(principal, action in [file_system::Action::"open", file_system::Action::"read"], resource == file_system::File::"{1}/open.txt");
forbid(principal, action == file_system::Action::"redacted_read", resource == file_system::File::"{1}/never");
"""
LOG = "user alice from 10.0.0.7\npassword hunter2\n\ncount 7\ncount seven\n"
SHOWN = "user alice from 10.0.0.7\n[REDACTED]\n\ncount 7\n[REDACTED]\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("log", "open.txt", "never"):
        (tmp_path / name).write_text(LOG)
    (tmp_path / "words.config").write_text("# what our programs write\n\nuser %s from %s\ncount %d\n")
    return tmp_path


def run(place: Path, script: str, **options: Any) -> rexpy.Result:
    policy = POLICY.format(f'file_system::Dir::"{place}"', place)
    options.setdefault("redaction", place / "words.config")
    return rexpy.run(script, policy=policy, principal=PRINCIPAL, cwd=place, **options)


def value(place: Path, script: str, **options: Any) -> Any:
    result = run(place, script, **options)
    assert result.error is None, result.error
    return result.value


@pytest.mark.parametrize(
    "script",
    [
        "open('log').read()",
        "from pathlib import Path; Path('log').read_text()",
        "import os; f = os.open('log', os.O_RDONLY); text = os.read(f, 1000).decode(); os.close(f); text",
        "with open('log', 'rb') as f: text = f.read().decode()\ntext",
        "''.join(open('log'))",
        "f = open('log'); f.read(); f.seek(0); f.read()",
        "f = open('log'); f.readline(); f.seek(0); a = f.read(); f.read() + f.read() + a",
        "import linecache, fileinput; ''.join(fileinput.input('log'))",
        "import shutil, io; o = io.StringIO(); shutil.copyfileobj(open('log'), o); o.getvalue()",
    ],
)
def test_open_falls_back_to_what_may_be_shown(place: Path, script: str) -> None:
    assert value(place, script) == SHOWN


def test_with_read_nothing_is_hidden_and_with_neither_nothing_is_shown(place: Path) -> None:
    assert value(place, "open('open.txt').read()") == LOG
    result = run(place, "open('never').read()")
    assert result.exit_code == 2
    assert result.error is not None
    assert result.error.denial is not None
    assert result.error.denial.action == 'file_system::Action::"read"', "the refusal that the script met"
    result = rexpy.run("open('log')", policy='permit(principal, action == file_system::Action::"open", resource);',
                       principal=PRINCIPAL, cwd=place)  # fmt: skip
    assert [denial.action for denial in result.denials] == ['file_system::Action::"read"'], "and asked for nothing more"


def test_to_permit_everything_and_forbid_read_is_to_refuse(place: Path) -> None:
    policy = 'permit(principal, action, resource); forbid(principal, action == file_system::Action::"read", resource);'
    result = rexpy.run("open('log').read()", policy=policy, principal=PRINCIPAL, cwd=place)
    assert result.exit_code == 2
    assert [denial.action for denial in result.denials] == ['file_system::Action::"read"']


def test_without_templates_every_line_is_hidden(place: Path) -> None:
    assert value(place, "open('log').read()", redaction=None) == "[REDACTED]\n[REDACTED]\n\n[REDACTED]\n[REDACTED]\n"


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.fstat(open('log').fileno()).st_size",
        "import os; os.stat('log').st_size",
        "import os; os.path.getsize('log')",
        "import shutil; shutil.copy('log', 'copy')",
        "import mmap",
        "open('log', 'r+').read()",
        "open('log', 'a').tell()",
        "import os; os.truncate('log', 3)",
        "f = open('log', 'rb'); import os; os.pread(f.fileno(), 10, 1 << 20)[0]",
    ],
)
def test_nothing_tells_of_what_is_hidden(place: Path, script: str) -> None:
    result = run(place, script)
    assert result.error is not None
    assert "hunter2" not in str(result.to_json())
    assert (place / "log").read_text() == LOG


def test_sizes_and_places_are_those_of_what_is_shown(place: Path) -> None:
    short = value(place, "f = open('log', 'rb'); f.seek(0, 2)")
    (place / "log").write_text(LOG.replace("hunter2", "correct horse battery staple").replace("seven", "7 "))
    assert value(place, "f = open('log', 'rb'); f.seek(0, 2)") == short == len(SHOWN)
    assert value(place, "import re; [m.start() for m in re.finditer('hunter|horse|seven', open('log').read())]") == []


def test_a_number_is_for_what_it_was_given_for(place: Path) -> None:
    (place / "many").write_text("count 1\n" * 50_000)
    policy = POLICY.format(f'file_system::Dir::"{place}"', place)
    opened = door(policy)
    handle, first = opened.ask("fs.load_redacted", str(place / "many"))
    assert first.startswith(b"[REDACTED]\n")
    for operation, arguments in {
        "fs.read": (0, 10), "fs.fstat": (), "fs.list_more": (), "fs.write": (0, b"x"), "fs.commit": (), "fs.sync": (),
    }.items():  # fmt: skip
        with pytest.raises(OSError, match="Bad file descriptor"):
            opened.ask(operation, handle, *arguments)
    if handle >= 0:
        handle, _ = opened.ask("fs.load_redacted", str(place / "many"))
        again, _ = opened.ask("fs.more_redacted", handle)
        assert again != handle
        with pytest.raises(OSError, match="Bad file descriptor"):
            opened.ask("fs.more_redacted", handle)


def test_a_template_is_a_line_and_nothing_less(place: Path) -> None:
    """A form feed or another line separator of Unicode's is text: what stands behind it is no template of its own."""
    for separator in ("\f", "\v", "\x1c", "\x85", "\u2028"):
        (place / "words.config").write_text(f"user %s{separator}password %s\r\n")
        assert "hunter2" not in value(place, "open('log').read()")
        (place / "log").write_text(f"user a{separator}password b\n")
        assert value(place, "open('log').read()") == f"user a{separator}password b\n"
        (place / "log").write_text(LOG)


@pytest.mark.parametrize(
    ("text", "said"),
    [("good %d\n%s\nbad %y\n", "words.config:2:1"), ("bad %y", "'%y' is no conversion"), (b"\xff", "not UTF-8")],
)
def test_a_dictionary_that_is_none(place: Path, text: str | bytes, said: str) -> None:
    (place / "words.config").write_bytes(text if isinstance(text, bytes) else text.encode())
    (place / "p.cedar").write_text("")
    ended = command("run", "-p", str(place / "p.cedar"), "--redaction", str(place / "words.config"), "none.py")
    assert ended.returncode == 3
    assert said in ended.stderr
    with pytest.raises(InputInvalid):
        run(place, "1", redaction=place / "none")


def test_a_dictionary_is_its_owners_alone(place: Path) -> None:
    (place / "words.config").chmod(0o666)
    with pytest.raises(InputInvalid, match="anyone can write it"):
        run(place, "1")
    assert value(place, "1", insecure_policy_permissions=True) == 1
    (place / "words.config").chmod(0o600)
    result = rexpy.run("open('words.config', 'w').write('%s!')", policy="permit(principal, action, resource);",
                       principal=PRINCIPAL, cwd=place, redaction=place / "words.config")  # fmt: skip
    assert "governs this run" in str(result.error)
