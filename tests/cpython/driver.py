"""Runs one of CPython's test modules twice, in plain CPython and as a script under rexpy, and says how each test ended."""

from __future__ import annotations

import ast
import fnmatch
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

import rexpy

from .changes import ABSENT, REPLACED
from .skipped import NEEDS, SKIPPED
from .skipped import skipped as skipped_of

SUPPLIED = Path(__file__).parent / "supplied"
Ending = Literal["ok", "fail", "skip"]


@dataclass(frozen=True)
class Ran:
    """How the tests of a module ended: by name, the ending and its reason."""

    tests: dict[str, tuple[Ending, str]]
    error: str = ""
    findings: tuple[str, ...] = ()
    contained: bool = True


class Counts(NamedTuple):
    """How many tests a module has, how many of them passed under rexpy, and how many did not, with a reason."""

    name: str
    run: int
    passed: int
    skipped: int


class Found(NamedTuple):
    """What a comparison comes to."""

    counts: Counts
    unexpected: list[str]
    stale: list[str]


@dataclass(frozen=True)
class Prepared:
    """A module path with the tests of one module, and the script that runs them."""

    root: Path
    script: str

    @property
    def plain(self) -> Path:
        """The module path for CPython: the tests as they are, over what is supplied."""
        return self.root / "plain"

    @property
    def adapted(self) -> Path:
        """The module path for scripts."""
        return self.root / "adapted"


def own_tests_at() -> Path | None:
    """Return where this interpreter has its own tests; None where they are not installed."""
    spec = importlib.util.find_spec("test")
    if spec is None or not spec.submodule_search_locations:
        return None
    here = Path(next(iter(spec.submodule_search_locations)))
    there = any((here / f"{name}.py").is_file() or (here / name).is_dir() for name in SKIPPED)
    return here if there else None


def sources(name: str) -> list[Path]:
    """Return the files of the test module *name*; empty where this interpreter does not have it."""
    here = own_tests_at()
    assert here is not None
    if (here / f"{name}.py").is_file():
        return [here / f"{name}.py"]
    return sorted((here / name).glob("test_*.py"))


def prepare(name: str, root: Path) -> Prepared:
    """Write both module paths, the data and the script for the test module *name* below *root*."""
    here = own_tests_at()
    assert here is not None
    prepared = Prepared(root, "")
    for modules in (prepared.plain, prepared.adapted):
        shutil.copytree(SUPPLIED, modules)
    lines = ["from test.support import runner\nmodules = []"]
    for path in sources(name):
        package = "test" if path.parent == here else f"test.{path.parent.name}"
        source = path.read_text(encoding="utf-8")
        for modules, text in ((prepared.plain, source), (prepared.adapted, adapted(path.stem, source))):
            target = modules / package.replace(".", "/") / path.name
            target.parent.mkdir(exist_ok=True)
            (target.parent / "__init__.py").touch()
            target.write_text(text, encoding="utf-8")
        lines.append(f"import {package}.{path.stem} as module\nmodules.append(module)")
    data = root / "data"
    data.mkdir()
    for folder in ("configdata", "archivetestdata"):
        if (here / folder).is_dir():
            shutil.copytree(here / folder, data / folder)
    for path in here.glob("cfgparser.*"):
        (data / "configdata").mkdir(exist_ok=True)
        shutil.copy(path, data / "configdata" / path.name)
        shutil.copy(path, data / path.name)
    return replace(prepared, script="\n".join([*lines, "runner.run(modules)"]))


def adapted(name: str, source: str) -> str:
    """Return *source* so that it compiles and loads as a script: changed as `changes.py` says, without the modules in
    `ABSENT`, and without the bodies of those tests that the language refuses to compile.
    """
    for change in REPLACED.get(name, ()):
        source = source.replace(change.text, change.by)
    tree = ast.parse(source)
    lines = source.splitlines()
    edits: list[tuple[ast.stmt, ast.stmt, str]] = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            stand_in = _stand_in(node)
            if stand_in is not None:
                edits.append((node, node, stand_in))
    for first, last, reason in _refused(tree, source):
        edits.append((first, last, f"{' ' * first.col_offset}self.skipTest({reason!r})"))
    for first, last, text in sorted(edits, key=lambda edit: -edit[0].lineno):
        lines[first.lineno - 1 : last.end_lineno] = [text]
    return "\n".join(lines) + "\n"


def _refused(tree: ast.Module, source: str) -> Iterator[tuple[ast.stmt, ast.stmt, str]]:
    """Yield the first and last statement of each method that does not compile as a script, and why."""
    methods = [
        method
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    ]
    found: dict[ast.FunctionDef, str] = {}
    for finding in rexpy.check(source):
        inside = [method for method in methods if method.lineno <= finding.line <= (method.end_lineno or 0)]
        # Elsewhere the whole module would not load: that is for `changes.py` to say.
        assert inside, finding
        found.setdefault(inside[0], finding.message)
    for method, reason in found.items():
        yield method.body[0], method.body[-1], f"refused when compiling: {reason}"


def _stand_in(node: ast.Import | ast.ImportFrom) -> str | None:
    """Return what imports the same, or what stands in for it; None where scripts have the module."""
    if isinstance(node, ast.ImportFrom):
        modules = {f"{node.module}.{alias.name}": alias.asname or alias.name for alias in node.names}
    else:
        modules = {alias.name: alias.asname or alias.name.rpartition(".")[2] for alias in node.names}
    for module, name in modules.items():
        if module in ABSENT:
            real = f"import {module} as {name}" if isinstance(node, ast.Import) else ast.unparse(node)
            return f'try:\n    {real}\nexcept ImportError:\n    from test.support import Absent\n    {name} = Absent("{module}")'
    return None


def in_cpython(prepared: Prepared) -> Ran:
    """Run the prepared tests in plain CPython."""
    work = prepared.root / "cpython"
    work.mkdir()
    script = prepared.root / "script.py"
    script.write_text(prepared.script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-B", str(script)],
        cwd=work,
        env={
            "HOME": str(work),
            "TMPDIR": str(work),
            "TEST_DATA": str(prepared.root / "data"),
            "PYTHONPATH": str(prepared.plain),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return Ran(_read(done.stdout), done.stderr if done.returncode else "")


def under_rexpy(prepared: Prepared) -> Ran:
    """Run the prepared tests as a script, under a policy that grants a temporary directory and the names of accounts."""
    work = prepared.root / "sealed"
    work.mkdir()
    policy = f"""
    permit (principal, action, resource in file_system::Dir::"{work}");
    permit (
        principal,
        action in [file_system::Action::"open", file_system::Action::"read", file_system::Action::"stat"],
        resource in file_system::Dir::"{prepared.root}"
    );
    permit (principal, action == file_system::Action::"open", resource == file_system::Dir::"/etc");
    permit (
        principal,
        action in [file_system::Action::"open", file_system::Action::"read", file_system::Action::"stat"],
        resource is file_system::File
    )
    when {{ ["/etc/passwd", "/etc/group"].contains(resource.path) }};
    """
    result = rexpy.run(
        prepared.script,
        policy=policy,
        cwd=work,
        env={"HOME": str(work), "TMPDIR": str(work), "TEST_DATA": str(prepared.root / "data")},
        module_path=[prepared.adapted],
        limits=rexpy.Limits(wall_s=600, cpu_s=600, calls=5_000_000, output_bytes=16 << 20, memory_bytes=1 << 30),
    )
    error = result.error
    return Ran(
        _read(result.stdout),
        "" if error is None else f"{error.error_type} {error.message}\n{error.traceback or ''}{result.stderr[-2000:]}",
        tuple(f"{finding.line}: {finding.message}" for finding in error.findings) if error is not None else (),
        contained=not (result.exit_code == 125 and error is not None and "contain" in error.message),
    )


def compare(name: str, plain: Ran, sealed: Ran) -> Found:
    """Return the tests that did not pass and are not listed, and the listed ones that did pass.

    A test that CPython skips as well, by what the test itself finds, counts as skipped.
    """
    listed = skipped_of(name, sys.version_info[:2])
    unexpected, stale = [], []
    passed = skipped = 0
    for test in sorted(plain.tests.keys() | sealed.tests.keys()):
        ending, reason = sealed.tests.get(test, ("fail", "it was not run"))
        there = plain.tests.get(test, ("fail", "it was not run"))
        known = [pattern for pattern in listed if fnmatch.fnmatchcase(test, f"*.{pattern}")]
        if ending == "ok":
            passed += 1
            if known and there[0] == "ok":
                stale.append(f"{test}: {listed[known[0]]}")
            continue
        skipped += 1
        if not known and not (ending == "skip" and (reason.startswith(NEEDS) or there[0] == "skip")):
            unexpected.append(f"{test}: {ending}: {reason} (in CPython: {there[0]} {there[1]})")
    return Found(Counts(name, passed + skipped, passed, skipped), unexpected, stale)


def _read(text: str) -> dict[str, tuple[Ending, str]]:
    found: dict[str, tuple[Ending, str]] = {}
    for line in text.splitlines():
        word, _, rest = line.partition("\t")
        name, _, reason = rest.partition("\t")
        if word in ("ok", "fail", "skip") and re.fullmatch(r"[\w.]+|\w+ \([\w.]+\)", name):
            found[name] = (word, reason)  # type: ignore[assignment]
    return found
