"""The policies that are for no one script grant what they say, and no more."""

import os
from pathlib import Path

import pytest

import rexpy

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
