"""Every script in scripts/ prints under rexpy what it prints under CPython, and under a lesser policy does nothing at all."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import rexpy

from .tree import look, make

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
POLICIES = ROOT / "policies"
PLACES = re.compile(r'"(/(?:srv|var|etc)(?:/[^"]*)?)"')


@dataclass(frozen=True)
class Case:
    """One call of a script. In *argv*, `@/srv/data` is that directory of the test's tree.

    *lesser* is a text of the policy and what stands in its place for the script to be denied.
    """

    script: str
    argv: tuple[str, ...]
    exit_code: int
    lesser: tuple[str, str]
    shows: tuple[str, ...] = ()
    changes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return " ".join((self.script, *self.argv))


READ = 'file_system::Action::"read"'
OTHER = 'file_system::Action::"chown"'
CASES = [
    Case("log_report", (), 0, ("*/scripts/sample/app.log", "*/scripts/sample/other.log"), ("243 lines", "busiest hours")),
    Case("log_report", ("@/var/log",), 0, (READ, OTHER), ("2 lines, 1 not understood",)),
    Case("log_report", ("@/var/log/syslog", "@/var/log/nothing"), 1, (READ, OTHER), ("ERROR    cron[#]: job # failed",)),
    Case("disk_usage", ("@/srv/data", "--older-than", "300"), 0, ('Action::"stat"', 'Action::"chown"'),
         ("68.4K in 4 files", "not changed for 300 days: 2 files")),
    Case("compare_trees", ("@/srv/data", "@/srv/backup"), 1, ("/srv/backup", "/srv/other"),
         ("6 differences", "? kind: is of another kind", "! deep/er/changed.txt: differs")),
    Case("compare_trees", ("@/srv/data", "@/srv/data"), 0, (READ, OTHER), ("no difference",)),
    Case("clean_tmp", ("@/var/tmp/jobs",), 0, ('Action::"stat"', 'Action::"chown"'), ("3 files, 21 bytes", "would delete")),
    Case("clean_tmp", ("@/var/tmp/jobs", "--delete"), 0, ('Action::"delete"', 'Action::"chown"'), ("deleted", "3 files, 21 bytes"),
         ("var/tmp/jobs", "var/tmp/jobs/a.tmp", "var/tmp/jobs/sub", "var/tmp/jobs/sub/b.swp", "var/tmp/jobs/sub/core.123")),
    Case("clean_tmp", ("@/var/tmp/jobs", "--limit", "2", "--delete"), 1, ('Action::"stat"', 'Action::"chown"')),
    Case("clean_tmp", ("@/var/tmp/jobs", "--pattern", "core.*", "--delete"), 0, ('like "*/core.*"', 'like "*/cores.*"'),
         changes=("var/tmp/jobs/sub", "var/tmp/jobs/sub/core.123")),
    Case("resolve_hosts", ("localhost",), 0, ('"localhost", ', ""), ("127.0.0.1",)),
    Case("resolve_hosts", ("--file", "@/srv/hosts.txt"), 0, (READ, OTHER), ("127.0.0.1",)),
    Case("checksum_tree", ("@/srv/data",), 0, ("/srv/data", "/srv/other"), ("  deep/only here",)),
    Case("checksum_tree", ("@/srv/data", "--check", "@/srv/sums/data.sha256"), 1, ("*.sha256", "*.sha1"),
         ("changed  kind", "gone     lost", "4 files, 4 not as they were")),
    Case("checksum_tree", ("@/srv/data", "--write", "@/srv/sums/new.sha256"), 0, ('Action::"create"', 'Action::"chown"'),
         ("4 sums written",), ("srv/sums", "srv/sums/new.sha256")),
    Case("config_drift", ("@/srv/baseline", "@/etc/myapp"), 1, ("/etc/myapp", "/etc/other"),
         ('app.ini: web.password: (hidden) -> (hidden)', 'app.json: a.1: 2 -> 3', "missing.conf: the file: removed")),
    Case("config_drift", ("@/srv/baseline", "@/etc/myapp", "--json"), 1, (READ, OTHER), ('"setting": "web.port"',)),
]  # fmt: skip


def policy_text(case: Case, base: Path, *, lesser: bool = False) -> str:
    """Return the script's policy, granting below *base* what it grants below `/`."""
    text = (POLICIES / f"{case.script}.cedar").read_text(encoding="utf-8")
    if lesser:
        assert case.lesser[0] in text
        text = text.replace(*case.lesser)
    return PLACES.sub(lambda match: f'"{base}{match[1]}"', text)


def arguments(case: Case, base: Path) -> list[str]:
    return [word.replace("@", str(base), 1) if word.startswith("@") else word for word in case.argv]


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Two trees alike, one for each interpreter; their paths are of one length, so that columns agree."""
    # The real path: what a link leads to is what a policy has to grant.
    bases = (tmp_path.resolve() / "one", tmp_path.resolve() / "two")
    for base in bases:
        base.mkdir()
        make(base)
    return bases


@pytest.mark.parametrize("case", CASES, ids=str)
def test_prints_what_cpython_prints(case: Case, trees: tuple[Path, Path]) -> None:
    plain, mediated = trees
    script = SCRIPTS / f"{case.script}.py"
    wanted = subprocess.run(
        [sys.executable, str(script), *arguments(case, plain)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    before = look(mediated)
    result = rexpy.run(script, policy=policy_text(case, mediated), argv=arguments(case, mediated), cwd=ROOT)
    where = str(plain), str(mediated)
    assert result.stdout == wanted.stdout.replace(*where), result.error or result.stderr
    assert result.stderr == wanted.stderr.replace(*where)
    assert (result.exit_code, wanted.returncode) == (case.exit_code, case.exit_code)
    assert not result.denials
    for words in case.shows:
        assert words in result.stdout
    after = look(mediated)
    assert sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)) == sorted(
        case.changes
    )
    assert {path: seen[3] for path, seen in after.items()} == {path: seen[3] for path, seen in look(plain).items()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_lesser_policy_denies_and_nothing_is_touched(case: Case, trees: tuple[Path, Path]) -> None:
    _, base = trees
    before = look(base)
    result = rexpy.run(
        SCRIPTS / f"{case.script}.py", policy=policy_text(case, base, lesser=True), argv=arguments(case, base), cwd=ROOT
    )
    assert (result.exit_code, result.status) == (2, "ERROR"), result.error or result.stdout
    assert result.denials
    assert look(base) == before


def test_every_script_has_its_policy_its_command_and_a_case() -> None:
    scripts = sorted(path.stem for path in SCRIPTS.glob("*.py"))
    assert len(scripts) >= 7
    assert scripts == sorted({case.script for case in CASES})
    for name in scripts:
        command = f"rexpy run --policy policies/{name}.cedar scripts/{name}.py"
        assert command in (SCRIPTS / f"{name}.py").read_text(encoding="utf-8")
        assert (POLICIES / f"{name}.cedar").is_file()


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.cedar")), ids=lambda path: path.stem)
def test_every_policy_validates_and_says_what_it_grants(path: Path) -> None:
    policy = rexpy.load_policy(path)
    assert policy.sha256
    text = path.read_text(encoding="utf-8")
    head = text.partition("\n@")[0]
    assert all(line.startswith("//") for line in head.strip().splitlines())
    assert "Grants" in head
    assert "To adapt it" in head
    names = re.findall(r'^@id\("([^"]+)"\)', text, re.MULTILINE)
    assert len(names) == len(re.findall(r"^(?:permit|forbid)\b", text, re.MULTILINE))
    assert all(name == path.stem or name.startswith(f"{path.stem}-") for name in names)
