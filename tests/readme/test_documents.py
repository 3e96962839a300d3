"""What the documents show is real: commands are run and their output compared, Python is run, policies are loaded."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rexpy

from .markdown import Block, blocks, commands, pattern

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")),
             *sorted((ROOT / "docs/adr").glob("*.md"))]  # fmt: skip
BLOCKS = [block for path in DOCUMENTS for block in blocks(path)]


def of(language: str, *, files: str | None = None) -> list[Block]:
    return [block for block in BLOCKS if block.language == language and files in (None, block.file)]


def where(block: Block) -> str:
    return f"{block.file}:{block.line}"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has: the scripts, the policies, and the files that the README shows."""
    base = tmp_path_factory.mktemp("checkout").resolve()
    for name in ("scripts", "policies"):
        shutil.copytree(ROOT / name, base / name, ignore=shutil.ignore_patterns("__pycache__"))
    for block in BLOCKS:
        if block.file == "README.md" and block.name is not None:
            (base / block.name).write_text(block.text, encoding="utf-8")
    # Names that commands use and that a reader has of his own.
    (base / "script.py").write_text("import sys\nprint(sys.argv[1:])\n", encoding="utf-8")
    shutil.copy(base / "script.py", base / "generated.py")
    (base / "team.cedar").write_text("", encoding="utf-8")
    shutil.copy(base / "policies/readonly.cedar", base / "host.cedar")
    (base / "entities.json").write_text(next(block.text for block in of("json", files="policies.md")), encoding="utf-8")
    programs = base / ".programs"
    programs.mkdir()
    rexpy_program = programs / "rexpy"
    rexpy_program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m rexpy "$@"\n', encoding="utf-8")
    rexpy_program.chmod(0o755)
    base.chmod(0o700)
    assert perform("rexpy run -p policies/deny_all.cedar --audit decisions.jsonl script.py", base).returncode == 0
    return base


def perform(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{checkout / '.programs'}:{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": os.pathsep.join(
            [str(Path(rexpy.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
        ).strip(os.pathsep),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "200",
    }
    return subprocess.run(["sh", "-c", command], cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, encoding="utf-8", timeout=120, check=False)  # fmt: skip


COMMANDS = [
    pytest.param(command.removeprefix("pip install . && "), shown, id=command)
    for block in of("console", files="README.md")
    for command, shown in commands(block.text)
    # Installing and testing themselves are what the gate does, in an environment of its own.
    if not command.startswith("pip install '.[test]'")
]


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_readme_command(command: str, shown: str, checkout: Path) -> None:
    done = perform(command, checkout)
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip()
    if shown:
        assert pattern(shown).fullmatch(printed), printed
    assert done.returncode == (2 if "exit 2;" in shown else 0), printed


def test_readme_begins_with_the_two_commands() -> None:
    first = next(iter(of("console", files="README.md")))
    assert [command for command, _ in commands(first.text)] == [
        "pip install . && rexpy run --policy policies/log_report.cedar scripts/log_report.py",
        "pip install '.[test]' && pytest",
    ]


@pytest.mark.parametrize("block", [block for block in of("python") if block.name is None], ids=where)
def test_python_runs(block: Block, checkout: Path) -> None:
    (checkout / "block.py").write_text(block.text, encoding="utf-8")
    done = perform(f"{shlex.quote(sys.executable)} -W error block.py", checkout)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("block", of("cedar"), ids=where)
def test_policy_validates(block: Block) -> None:
    assert rexpy.load_policy(block.text).sha256


def test_proposed_permit_is_one_that_loads(checkout: Path) -> None:
    denied = rexpy.run("open('/etc/passwd')", policy="", principal='User::"a\\"b"').denials[0]
    assert denied.permit is not None
    assert rexpy.load_policy(denied.permit).sha256


def test_there_is_something_to_test() -> None:
    assert len(COMMANDS) >= 10
    assert len(of("cedar")) >= 5
    assert len(of("python")) >= 4


LINKS = [
    pytest.param(path, target, id=f"{path.relative_to(ROOT)}->{target}")
    for path in DOCUMENTS
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "target"), LINKS)
def test_link_leads_somewhere(path: Path, target: str) -> None:
    assert (path.parent / target).exists()


NAMED = [
    pytest.param(path, name, id=f"{path.relative_to(ROOT)}:{name}")
    for path in DOCUMENTS
    for name in sorted(set(re.findall(r"`((?:rexpy|hostapi|tests|scripts|policies|docs|bench)/[\w./-]*\w/?)`", path.read_text(encoding="utf-8"))))
]  # fmt: skip


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_file_named_in_a_document_is_there(path: Path, name: str) -> None:
    assert (ROOT / name).exists()


def test_the_operation_that_contributing_shows_is_the_real_one() -> None:
    shown = [block.text for block in of("", files="CONTRIBUTING.md") if "@operation" in block.text]
    assert len(shown) == 1
    assert shown[0] in (ROOT / "hostapi/fs/truncate.py").read_text(encoding="utf-8")


def test_records_of_decisions_are_numbered_and_short() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 60
        for head in ("## Context", "## Decision", "## Consequences"):
            assert head in text
