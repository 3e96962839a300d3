"""The exit codes of `rexpy policy …` are a contract: as the Cedar CLI's, 0 done, 1 failed, 2 denied, 3 not valid, and
64 for wrong usage. Whatever the form: JSON says the same, on standard output alone."""

import json
from pathlib import Path

import pytest

from hostapi.vocabulary import file_system as fs
from hostapi.vocabulary.base import Resource
from rexpy.cli.policies import __path__ as commands
from tests.tooling.trails import decision, write

from .command import rexpy

GOOD = """@id("good")
permit (
    principal,
    action in [file_system::Action::"open", file_system::Action::"read"],
    resource in file_system::Dir::"/srv"
);
"""
ASKED = ["--action", "read", "--resource"]

CASES: list[tuple[int, list[str]]] = [
    (0, ["check", "good.cedar"]),
    (0, ["check", "wide.cedar"]),
    (1, ["check", "--deny-warnings", "wide.cedar"]),
    (3, ["check", "bad.cedar"]),
    (3, ["check", "missing.cedar"]),
    (64, ["check", "--eech", "good.cedar"]),
    (0, ["show", "good.cedar"]),
    (3, ["show", "bad.cedar"]),
    (64, ["show"]),
    (0, ["format", "good.cedar"]),
    (0, ["format", "--check", "good.cedar"]),
    (1, ["format", "--check", "messy.cedar"]),
    (3, ["format", "--check", "broken.cedar"]),
    (64, ["format", "--width", "x", "good.cedar"]),
    (0, ["schema"]),
    (64, ["schema", "more"]),
    (0, ["explain", "good.cedar", *ASKED, "File:/srv/a"]),
    (2, ["explain", "good.cedar", *ASKED, "File:/etc/a"]),
    (2, ["explain", "-p", "good.cedar", "--operation", "fs.load", "/etc/a"]),
    (3, ["explain", "bad.cedar", *ASKED, "File:/srv/a"]),
    (3, ["explain", "good.cedar", *ASKED, "Fil:/srv/a"]),
    (3, ["explain", "good.cedar", "--run", "good.tests"]),
    (64, ["explain", "good.cedar", "--action", "read"]),
    (0, ["test", "good.cedar", "good.tests"]),
    (1, ["test", "good.cedar", "failing.tests"]),
    (3, ["test", "good.cedar", "wrong.tests"]),
    (3, ["test", "bad.cedar", "good.tests"]),
    (64, ["test", "good.cedar"]),
    (0, ["diff", "good.cedar", "good.cedar"]),
    (2, ["diff", "good.cedar", "wide.cedar"]),
    (3, ["diff", "good.cedar", "bad.cedar"]),
    (3, ["diff", "--audit", "good.tests", "good.cedar", "good.cedar"]),
    (64, ["diff", "good.cedar"]),
    (0, ["suggest", "audit"]),
    (3, ["suggest", "good.tests"]),
    (3, ["suggest", "-p", "bad.cedar", "audit"]),
    (64, ["suggest", "--from", "denial", "audit"]),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("policies")
    for name, text in {
        "good.cedar": GOOD,
        "wide.cedar": '@id("wide")\npermit (principal, action, resource);\n',
        "bad.cedar": GOOD.replace('"read"', '"raed"'),
        "broken.cedar": "permit (principal, action",
        "messy.cedar": GOOD.replace("\n", " "),
        "good.tests": "allow read File:/srv/a\n",
        "failing.tests": "allow read File:/etc/a\n",
        "wrong.tests": "allow raed File:/srv/a\n",
    }.items():
        (place / name).write_text(text)
    write(place / "audit", [decision(fs.READ, Resource(fs.FILE, "/srv/x"))])
    return place


@pytest.mark.parametrize(("code", "words"), CASES, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_each_end(code: int, words: list[str], place: Path) -> None:
    plain = rexpy("policy", *words, cwd=place)
    assert plain.returncode == code, plain.stderr
    assert bool(plain.stderr) or code in (0, 1, 2) or words[0] == "check"
    assert "Traceback" not in plain.stderr
    formed = rexpy("policy", *words, "-o", "json", cwd=place)
    assert formed.returncode == code
    if code == 64:
        assert formed.stdout == ""
    else:
        said = json.loads(formed.stdout)
        assert said.get("schema_version", 1) == 1
        assert said.get("ok", True) is True or code in (1, 3)


def test_every_command_is_among_them() -> None:
    shared = {"__init__", "options", "explained"}
    names = {file.stem for path in commands for file in Path(path).glob("*.py")} - shared
    assert names == {words[0] for _, words in CASES}
    for name in names:
        help_ = rexpy("policy", name, "--help").stdout
        assert "Example" in help_, name
        assert f"rexpy policy {name}" in help_, name
        if name != "schema":
            assert "Exit code:" in help_, name
