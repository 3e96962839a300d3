"""`rexpy audit report`: a page that holds everything, loads nothing, and shows what scripts named without becoming it."""

import json
import os
import re
import shutil
import stat
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.cli.audits.page.markup import Markup, tag, text
from rexpy.cli.audits.page.tables import MAX_ROWS
from rexpy.cli.main import run
from tests.tooling.trails import BEGAN, decision, record, write

from .command import PATIENCE_S, rexpy
from .conftest import Put

HOSTILE = (
    '/srv/"><script>document.title="owned"</script><img src=x onerror=document.title="owned">'
    "' onmouseover='document.title=1' </title></style></script>&amp;\x1b[31m\u202egpj\u2028<!-- --><![CDATA["
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def trail(path: Path, name: str = HOSTILE) -> str:
    user = {"type": "User", "id": name[:200]}
    records = [
        record("start", run=name[:40], principal=user)
        | {"script": {"name": name, "hashes": [{"algorithm_id": 3, "value": name}]}},
        *(
            decision(
                fs.READ, Resource(fs.FILE, f"/srv/d{n % 12}/{n}"), "permit", run=name[:40], time=BEGAN + n * 60_000
            )
            for n in range(40)
        ),
        *(decision(fs.OPEN, Resource(fs.FILE, "/etc/x"), run=name[:40], time=BEGAN + n * 60_000) for n in range(3)),
        decision(
            fs.READ,
            Resource(fs.FILE, f"{name}/{name}"),
            "forbid",
            run=name[:40],
            operation=name,
            policies=[(name, name)],
            line=7,
        ),
        decision(fs.READ, Resource(fs.FILE, name), "error", run=name[:40]),
        decision(fs.READ, Resource("sysinfo::" + name, name), run=name[:40]),
        record("guardrail", run=name[:40], reason=name),
        record("violation", run=name[:40], detail={"what": name, "syscall": name, "reason": name}),
        record("end", run=name[:40], detail={"status": name, "exit_code": 2, "error_type": name}),
    ]
    return str(write(path, records))


class Page(HTMLParser):
    """What a browser finds: elements with attributes, and the text of each."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((name, dict(attributes)))
        if name not in ("meta", "input", "br"):
            self._open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self._open.pop() == name

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration")

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for element, attributes in self.elements if element == name]

    def text_of(self, name: str) -> list[str]:
        return [data for element, data in self.texts if element == name]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    out = tmp_path / "report.html"
    ended = rexpy("audit", "report", trail(tmp_path / "audit"), "--html", str(out))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    return out


def test_it_holds_all_it_needs_and_nothing_else_is_allowed(hostile: Path) -> None:
    source = hostile.read_text(encoding="utf-8")
    page = Page(source)
    (script,), (style,) = page.text_of("script"), page.text_of("style")
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    directives = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"
    for directive, content in (("script-src", script), ("style-src", style)):
        assert directives[directive] == f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
    assert not re.search(r"@import|url\(|https?:", style + script)
    for name, attributes in page.elements:
        assert name not in (
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "a",
            "use",
            "image",
            "foreignobject",
        )
        assert not attributes.keys() & {"src", "href", "srcset", "action", "style", "xlink:href", "background"}
        assert not any(attribute.startswith("on") for attribute in attributes)


def test_what_a_script_named_is_shown_and_nothing_more(hostile: Path) -> None:
    source = hostile.read_text(encoding="utf-8")
    page = Page(source)
    assert all(character == "\n" or character.isprintable() for character in source)
    assert page.text_of("title")[0] == "rexpy audit report"
    assert len(page.all("script")) == len(page.all("style")) == 1
    shown = "".join(data for _, data in page.texts)
    assert '"><script>document.title="owned"</script>' in shown
    assert "\\x1b[31m\\u202egpj\\u2028" in shown


def test_it_can_be_read_aloud(hostile: Path) -> None:
    page = Page(hostile.read_text(encoding="utf-8"))
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("caption")) == len(page.all("table")) >= 6
    assert all(head["scope"] == "col" for head in page.all("th"))
    for drawn in page.all("svg"):
        assert drawn.get("aria-hidden") == "true" or (drawn.get("role") == "img" and drawn.get("aria-label"))


def test_the_numbers_are_those_of_the_trail(hostile: Path, tmp_path: Path) -> None:
    page = Page(hostile.read_text(encoding="utf-8"))
    found = json.loads(rexpy("audit", "show", "-o", "json", str(tmp_path / "audit")).stdout)["decisions"]
    cards = page.text_of("b")
    assert cards[:5] == ["1", "46", f"{found['allowed']}", f"{found['denied']}", f"{found['errors']}"]
    assert "/etc" in page.text_of("td")
    assert any("tampered" in each for each in page.text_of("span")) or any(
        "ok" in each for each in page.text_of("span")
    )


@given(st.text(max_size=80), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_text_becomes_markup(content: str, value: str) -> None:
    made = tag("p", content, tag("b", content), title=value)
    page = Page(made)
    assert page.elements == [("p", {"title": visible_of(value)}), ("b", {})]
    assert "".join(data for _, data in page.texts) == visible_of(content) * 2
    assert text(Markup("<b>")) == "&lt;b&gt;"


def visible_of(content: str) -> str:
    from rexpy.cli import visible

    return visible.line(content)


def test_the_file_is_for_its_owner_and_whole_or_not_there(tmp_path: Path) -> None:
    audit, out = trail(tmp_path / "audit"), tmp_path / "report.html"
    out.write_text("old")
    out.chmod(0o644)
    assert run(["audit", "report", audit, "--html", str(out)]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["audit", "report.html"]
    assert rexpy("audit", "report", audit, "--html", "-").stdout.startswith("<!doctype html>\n<html lang=")
    ended = rexpy("audit", "report", audit, "--html", "/nowhere/report.html")
    assert (ended.returncode, ended.stderr) == (
        125,
        "error: '/nowhere/report.html' cannot be written: No such file or directory\n",
    )


@pytest.mark.parametrize("name", ["audit", "audit.head", "audit.000000000001", "./audit"])
def test_it_does_not_write_over_a_trail(tmp_path: Path, name: str) -> None:
    audit = trail(tmp_path / "audit")
    before = Path(audit).read_bytes()
    ended = rexpy("audit", "report", audit, "--html", str(tmp_path / name))
    assert ended.returncode == 64
    assert "is a file of the trail" in ended.stderr
    assert Path(audit).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["/nowhere/audit", "--html", "-"], 3, "cannot be read"),
        (["{script}", "--html", "-"], 3, "no audit trail"),
        (["-", "--html", "-"], 64, "standard input can be read once"),
        (["{script}"], 64, "Missing option '--html'"),
    ],
)
def test_what_goes_wrong(put: Put, arguments: list[str], code: int, said: str) -> None:
    ended = rexpy("audit", "report", *(word.format(script=put("s.py", "print(1)")) for word in arguments))
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr


def test_a_page_of_a_long_trail_is_bounded(tmp_path: Path) -> None:
    audit = write(
        tmp_path / "audit", [decision(fs.READ, Resource(fs.FILE, f"/d{n}/{'x' * 1000}")) for n in range(2 * MAX_ROWS)]
    )
    source = rexpy("audit", "report", str(audit), "--html", "-").stdout
    assert f"the first {MAX_ROWS} of {2 * MAX_ROWS:,}" in source
    assert len(source) < 2 << 20


def dumped(page: Path, where: Path) -> str:
    """Return the document as a browser has it after its scripts ran."""
    assert CHROMIUM is not None
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", f"--user-data-dir={where / 'profile'}"]  # fmt: skip
    ended = subprocess.run(
        [CHROMIUM, *flags, f"--screenshot={where / 'page.png'}", "--dump-dom", f"file://{page}"],
        capture_output=True, timeout=PATIENCE_S, check=True, env={**os.environ, "HOME": str(where)},
    )  # fmt: skip
    return ended.stdout.decode()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_in_a_browser(hostile: Path, tmp_path: Path) -> None:
    try:
        found = dumped(hostile, tmp_path)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        pytest.skip(f"Chromium does not run here: {error}")
    page = Page(re.sub(r"<!doctype html>", "", found, flags=re.IGNORECASE))
    # The page's own script ran, so its hash is right; what was in the records did not.
    assert "Filter these rows" in found
    assert len(page.all("button")) > 10
    assert page.text_of("title")[0] == "rexpy audit report"
    assert not any(name == "img" for name, _ in page.elements)
    # A click sorts: tried without the policy, which lets nothing else in to click.
    source = hostile.read_text(encoding="utf-8")
    click = "<script>document.querySelectorAll('section:nth-of-type(2) th.n button')[1].click()</script></body>"
    open_page = tmp_path / "open.html"
    open_page.write_text(
        re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source).replace("</body>", click),
        encoding="utf-8",
    )
    (tmp_path / "second").mkdir()
    after = dumped(open_page, tmp_path / "second")
    assert 'aria-sort="descending"' in after
    first_row = after[after.index('aria-sort="descending"') :]
    assert first_row.index("/etc") < first_row.index("/srv/d1")
