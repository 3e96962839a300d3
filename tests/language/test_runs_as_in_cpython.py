"""Each script in `scripts/` prints, raises and evaluates to under the guards exactly what it does in plain CPython."""

import ast
import builtins
import importlib
import types
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rexpy.worker.language import NO_VALUE, compile_script, execute, new_namespace

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
Outcome = tuple[list[str], str, object]


def facade(name: str) -> types.ModuleType:
    """Return a copy of a module of the standard library, as deep as its public submodules."""
    real = importlib.import_module(name)
    copy = types.ModuleType(name)
    for key, value in vars(real).items():
        if isinstance(value, types.ModuleType):
            if value.__name__ == f"{name}.{key}":
                setattr(copy, key, facade(value.__name__))
        elif key == "__all__" or not key.startswith("_"):
            setattr(copy, key, value)
    return copy


def importer(name: str, wanted: Sequence[str], level: int) -> object:
    """Return what a script's import statement gets in this test: a copy of any module."""
    importlib.import_module(name)
    if wanted:
        return facade(name)
    top, *rest = name.split(".")
    module = result = facade(top)
    for part in rest:
        inner = facade(f"{module.__name__}.{part}")
        setattr(module, part, inner)
        module = inner
    return result


def outcome(run: Callable[[Callable[..., None]], object]) -> Outcome:
    """Return what *run* printed, raised and returned."""
    printed: list[str] = []

    def show(*args: object, sep: str = " ", end: str = "\n") -> None:
        printed.append(sep.join(map(str, args)) + end)

    try:
        value = run(show)
    except Exception as error:
        return printed, f"{type(error).__name__}: {error}", None
    return printed, "", value


def in_cpython(source: str, filename: str) -> Outcome:
    """Run *source* plainly; its value is that of the last expression statement."""
    tree = ast.parse(source)
    last = tree.body[-1]

    def run(show: Callable[..., None]) -> object:
        variables = {"__name__": "__main__", "__doc__": None, "__builtins__": {**vars(builtins), "print": show}}
        if not isinstance(last, ast.Expr):
            exec(compile(source, filename, "exec", dont_inherit=True), variables)
            return NO_VALUE
        body = ast.Module(tree.body[:-1], [])
        exec(compile(body, filename, "exec", dont_inherit=True), variables)
        return eval(compile(ast.Expression(last.value), filename, "eval"), variables)

    return outcome(run)


def under_guards(source: str, filename: str) -> Outcome:
    """Run *source* as a script."""
    return outcome(
        lambda show: execute(
            compile_script(source, filename), new_namespace(importer=importer, builtins={"print": show})
        )
    )


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 25


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_runs_as_in_cpython(path: Path) -> None:
    source = path.read_text()
    plain = in_cpython(source, path.name)
    assert not plain[1], "a script that stops early shows little"
    assert plain[0] or plain[2] is not NO_VALUE, "a script without output shows nothing"
    guarded = under_guards(source, path.name)
    assert guarded[0] == plain[0]
    assert guarded[1:] == plain[1:]
