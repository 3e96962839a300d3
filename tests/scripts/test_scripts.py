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

    *lesser* is a text of the policy and what stands in its place for the script to be denied; None where the script ends
    before it asks for anything.
    """

    script: str
    argv: tuple[str, ...]
    exit_code: int
    lesser: tuple[str, str] | None
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
    Case("rotate_logs", ("@/var/log/myapp", "--size", "1K", "--keep", "3"), 0, ('like "*.log.*"\n};', 'like "*.old.*"\n};'),
         ("delete web.log.3.gz", "rename web.log.1.gz -> web.log.2.gz", "compress jobs.log (5700 bytes) -> jobs.log.1.gz", "2 logs rotated"),
         tuple(f"var/log/myapp{name}" for name in (
             "", "/jobs.log", "/jobs.log.1.gz", "/web.log", "/web.log.1.gz", "/web.log.2.gz", "/web.log.3.gz"))),
    Case("rotate_logs", ("@/var/log/myapp", "--size", "1K", "--keep", "3", "--dry-run"), 0, ('Action::"stat"', 'Action::"chown"'),
         ("would delete web.log.3.gz", "2 logs to rotate")),
    Case("rotate_logs", ("@/var/log/myapp", "--size", "large"), 2, None),
    Case("find_files", ("@/srv/data", "--larger-than", "1K", "--older-than", "300"), 0, ('Action::"stat"', 'Action::"chown"'),
         ("68.4 KiB     500 days  deep/only here",)),
    Case("find_files", ("@/srv/data", "--format", "csv", "--exclude", "er", "--sort", "path"), 0, (READ, OTHER), ("size,changed,days,path",)),
    Case("find_files", ("@/srv/data", "--larger-than", "1G"), 1, ("/srv/data", "/srv/other"), ("0 files, 0 B",)),
    Case("render_config", ("@/srv/templates/app.conf.tmpl", "@/etc/myapp/app.conf", "--values", "@/srv/templates/values.toml", "--check"), 1,
         ("/etc/myapp/app.conf\"", "/etc/myapp/other.conf\""), ("--- is\n+++ should be", "-hosts = a\n+hosts = a, b", "+price = $5\n+debug = false")),
    Case("render_config", ("@/srv/templates/app.conf.tmpl", "@/etc/myapp/app.conf", "--values", "@/srv/templates/values.toml",
                           "--values", "@/srv/templates/more.ini", "--set", "debug=on"), 0,
         ('Action::"create"', 'Action::"chown"'), ("app.conf written, 4 lines, 3 values",), ("etc/myapp", "etc/myapp/app.conf", "etc/myapp/app.conf.bak")),
    Case("render_config", ("@/srv/templates/app.conf.tmpl", "@/etc/myapp/app.conf"), 3, ("/srv/templates", "/srv/other")),
    Case("render_config", ("@/srv/templates/app.conf.tmpl", "@/etc/myapp/app.conf", "--values", "@/srv/templates/bad.json"), 3, (READ, OTHER)),
    Case("cert_inventory", ("--today", "2026-11-05"), 1, ("*/scripts/sample/certs\"", "*/scripts/sample/cert\""),
         ("! 2026-11-01     expired  mail.example.com", "also example.com", "bundle.pem: 1 only as base64")),
    Case("cert_inventory", ("@/srv/certs", "--json"), 0, (READ, OTHER), ('"not_after": "2030-01-01T00:00:00+00:00"',)),
    Case("csv_summary", ("@/srv/reports/sales.csv",), 0, (READ, OTHER), ("'nord' (3), 'süd' (1)",)),
    Case("csv_summary", ("@/srv/reports/sizes.csv.gz", "--by", "name", "--sum", "size"), 0, ("*.csv.gz", "*.csv.xz"), ("40.00  40.00\n",)),
    Case("csv_summary", ("@/srv/reports/sales.csv", "--by", "region", "--sum", "amount", "--where", "status=paid", "--output",
                         "@/srv/reports/out/by.csv"), 1, ('Action::"create"', 'Action::"chown"'), ("3 groups written",),
         ("srv/reports/out", "srv/reports/out/by.csv")),
    Case("csv_summary", ("@/srv/reports/sales.csv", "--by", "country"), 2, ("*.csv", "*.table")),
    Case("json_summary", ("@/srv/reports",), 1, (READ, OTHER), ("3 documents in 2 files, 1 not understood", ".tags[]", "'admin'")),
    Case("json_summary", ("@/srv/reports/events.jsonl", "--count", ".type"), 1, ("*.jsonl", "*.lines"), ('       2  "login"',)),
    Case("access_log", (), 0, ("*/scripts/sample\"", "*/scripts/simple\""), ("125 requests, 16 of robots left out, 1 lines not understood",)),
    Case("access_log", ("@/var/log/nginx/access.log.1.gz",), 1, (READ, OTHER), ("100.0%  500 GET /a", "192.0.2.0/24")),
    Case("prune_backups", ("@/srv/backups", "--daily", "5", "--dry-run"), 1, (READ, OTHER),
         ("would delete  db-2026-10-01.sql.gz", "keep  etc_20251102.tgz             daily, weekly, monthly, yearly")),
    Case("prune_backups", ("@/srv/backups", "--daily", "25", "--quiet"), 1, ('Action::"delete"', 'Action::"chown"'), ("29 kept, 4 deleted, 12 bytes",),
         ("srv/backups", *(f"srv/backups/db-2026-10-0{day}.sql.gz" for day in (1, 2, 3)), "srv/backups/etc_20261102T0300.tgz")),
    Case("merge_ini", ("@/srv/settings/app.ini", "--explain", "-v"), 0, ("*.ini.d", "*.ini.e"),
         ("port = 9090  # 20-local.ini\n#   hides '8080' of 10-site.ini", "# Host is removed")),
    Case("merge_ini", ("@/srv/settings/app.ini",), 0, (READ, OTHER), ("x = %(y)s",)),
    Case("merge_ini", ("@/srv/settings/app.ini", "--output", "@/srv/settings/out/app.ini"), 0, ('Action::"create"', 'Action::"chown"'),
         ("4 settings of 3 files",), ("srv/settings/out", "srv/settings/out/app.ini")),
    Case("merge_ini", ("@/srv/settings/wrong.ini",), 1, (READ, OTHER)),
]  # fmt: skip


def policy_text(case: Case, base: Path, *, lesser: bool = False) -> str:
    """Return the script's policy, granting below *base* what it grants below `/`."""
    text = (POLICIES / f"{case.script}.cedar").read_text(encoding="utf-8")
    if lesser:
        assert case.lesser is not None
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


@pytest.mark.parametrize("case", [case for case in CASES if case.lesser is not None], ids=str)
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
    assert len(scripts) >= 16
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
