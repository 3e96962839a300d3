"""The policies that are for no one script grant what they say, and no more."""

import os
from pathlib import Path

import pytest

import rexpy

from .test_scripts import PLACES
from .tree import look, make

POLICIES = Path(__file__).resolve().parents[2] / "policies"

PROBE = """
import os, shutil, socket
from pathlib import Path

def tried(name, function):
    try:
        function()
    except PermissionError as error:
        assert error.denial is not None
        print(name, "denied")
    else:
        print(name, "done")

base = Path(args["base"])
tried("read", lambda: (base / "in/file").read_text())
tried("list", lambda: os.listdir(base / "in"))
tried("stat", lambda: (base / "in/file").stat())
tried("write", lambda: (base / "in/file").write_text("new"))
tried("create", lambda: (base / "in/made").write_text("new"))
tried("mkdir", lambda: (base / "in/dir").mkdir())
tried("chmod", lambda: (base / "in/file").chmod(0o600))
tried("chown", lambda: os.chown(base / "in/file", -1, os.stat(base / "in").st_gid) if False else os.chown(base / "in/file", -1, -1))
tried("rename", lambda: os.rename(base / "in/file", base / "in/other"))
tried("remove", lambda: os.remove(base / "in/other"))
tried("rename out", lambda: os.rename(base / "in/more", base / "out/more"))
tried("chmod the directory", lambda: os.chmod(base / "in", 0o700))
tried("read outside", lambda: (base / "out/file").read_text())
tried("read through a link", lambda: (base / "in/link").read_text())
tried("resolve", lambda: socket.getaddrinfo("localhost", None))
"""

READS = {"read", "list", "stat"}
CHANGES = {"write", "create", "mkdir", "chmod", "rename", "remove"}


def done(policy: str, base: Path) -> set[str]:
    result = rexpy.run(PROBE, policy=policy, args={"base": str(base)})
    assert result.ok, result.error
    said = dict(line.rsplit(" ", 1) for line in result.stdout.splitlines())
    assert len(said) == 15
    return {name for name, how in said.items() if how == "done"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    base = tmp_path.resolve()
    for name in ("in", "out"):
        (base / name).mkdir()
        (base / name / "file").write_text("text")
        (base / name / "more").write_text("text")
    os.symlink("../out/file", base / "in/link")
    # Where `rename` is denied, `remove` has to have something to be denied on.
    (base / "in/other").write_text("text")
    return base


def adapted(name: str, base: Path) -> str:
    text = (POLICIES / f"{name}.cedar").read_text(encoding="utf-8")
    return text.replace('"/srv/data"', f'"{base}/in"').replace('"/srv/site"', f'"{base}/in"')


def test_readonly_reads(base: Path) -> None:
    assert done(adapted("readonly", base), base) == READS


def test_readwrite_changes_what_is_below(base: Path) -> None:
    assert done(adapted("readwrite", base), base) == READS | CHANGES


def test_deny_all_denies_all(base: Path) -> None:
    assert done(adapted("deny_all", base), base) == set()


def test_deny_all_takes_back_what_another_grants(base: Path) -> None:
    assert done(adapted("readwrite", base) + adapted("deny_all", base), base) == set()


def test_dns_only_grants_names(base: Path) -> None:
    text = adapted("dns_only", base)
    assert done(text, base) == set()
    assert done(text.replace('"example.com"', '"localhost"', 1), base) == {"resolve"}


def test_log_report_keeps_secret_logs(tmp_path: Path) -> None:
    base = tmp_path.resolve()
    (base / "var/log/audit").mkdir(parents=True)
    for name in ("auth.log", "audit/audit.log", "app.log"):
        (base / "var/log" / name).write_text("x")
    text = (POLICIES / "log_report.cedar").read_text(encoding="utf-8").replace('"/var/', f'"{base}/var/')
    for name, code in (("app.log", 0), ("auth.log", 2), ("audit/audit.log", 2)):
        result = rexpy.run(f"open({str(base / 'var/log' / name)!r}).read()", policy=text)
        assert result.exit_code == code
        assert [denial.advice for denial in result.denials] == (
            ["Login and audit logs are not part of this report; leave them out."] if code else []
        )


# Of a script's policy: what another script than its own may try under it, and whether it is refused.
TRIED = [
    ("rotate_logs", "os.rename(base / 'var/log/myapp/web.log', base / 'var/log/myapp/web.log.9.gz')", True),
    ("rotate_logs", "os.rename(base / 'var/log/myapp/web.log', base / 'srv/data/web.log.1')", False),
    ("rotate_logs", "os.rename(base / 'var/log/myapp/web.log.1.gz', base / 'var/log/myapp/web')", False),
    ("rotate_logs", "os.remove(base / 'var/log/myapp/web.log')", False),
    ("rotate_logs", "os.remove(base / 'var/log/myapp/web.log.1.gz')", True),
    ("rotate_logs", "(base / 'var/log/app.log').read_text()", False),
    ("prune_backups", "os.remove(base / 'srv/backups/db-2026-10-01.sql.gz')", True),
    ("prune_backups", "os.remove(base / 'srv/backups/notes-2026.txt')", False),
    ("prune_backups", "(base / 'srv/backups/db-2026-10-01.sql.gz').read_bytes()", False),
    ("cert_inventory", "(base / 'srv/certs/one.txt').read_text()", True),
    ("cert_inventory", "(base / 'srv/certs/www-key.pem').read_text()", False),
    ("render_config", "(base / 'etc/myapp/app.conf').write_text('x')", True),
    ("render_config", "(base / 'etc/myapp/app.ini').read_text()", False),
    ("render_config", "(base / 'etc/myapp/app.conf.bak').read_text()", False),
    ("render_config", "os.listdir(base / 'etc/myapp')", False),
    ("merge_ini", "(base / 'srv/settings/out/new.ini').write_text('')", True),
    ("merge_ini", "(base / 'srv/settings/app.ini').write_text('')", False),
    ("merge_ini", "os.rename(base / 'srv/settings/app.ini', base / 'srv/settings/out/app.ini')", False),
    ("csv_summary", "(base / 'srv/reports/out/new.csv').write_text('')", True),
    ("csv_summary", "(base / 'srv/reports/sales.csv').write_text('')", False),
    ("csv_summary", "(base / 'srv/reports/one.json').read_text()", False),
    ("json_summary", "(base / 'srv/reports/one.json').read_text()", True),
    ("json_summary", "(base / 'srv/reports/sales.csv').read_text()", False),
    ("access_log", "(base / 'var/log/nginx/access.log.1.gz').read_bytes()", True),
    ("access_log", "(base / 'var/log/nginx/error.log').read_text()", False),
    ("find_files", "(base / 'srv/data/same.txt').stat()", True),
    ("find_files", "(base / 'srv/data/same.txt').read_text()", False),
]


@pytest.mark.parametrize(("name", "expression", "allowed"), TRIED, ids=lambda value: str(value)[:60])
def test_a_scripts_policy_grants_no_more(name: str, expression: str, allowed: bool, tmp_path: Path) -> None:
    base = tmp_path.resolve()
    make(base)
    (base / "var/log/nginx/error.log").write_text("x")
    (base / "srv/certs/www-key.pem").write_text("x")
    text = PLACES.sub(lambda match: f'"{base}{match[1]}"', (POLICIES / f"{name}.cedar").read_text(encoding="utf-8"))
    before = look(base)
    result = rexpy.run(f"import os\nfrom pathlib import Path\nbase = Path({str(base)!r})\n{expression}", policy=text)
    assert result.exit_code == (0 if allowed else 2), result.error
    if not allowed:
        assert result.denials
        assert look(base) == before
