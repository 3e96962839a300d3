"""The modules of the two packages, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rexpy", "hostapi")


class Module(NamedTuple):
    """One source file; `name` is its path below the checkout."""

    name: str
    text: str
    tree: ast.Module


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of both packages."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text()
            found.append(Module(str(path.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def below(*prefixes: str) -> list[Module]:
    """Return the modules below any of the directories, at least one."""
    found = [module for module in modules() if module.name.startswith(prefixes)]
    assert found, f"nothing is below {prefixes}: the check would check nothing"
    return found


def imported(module: Module) -> Iterator[tuple[str, bool]]:
    """Yield the dotted name of each import, and whether it is one for the type checker only."""
    typing_only = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} imports relatively"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", id(node) in typing_only
