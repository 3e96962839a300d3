"""Each attack in `scripts/` reaches what it wants in plain CPython, and nothing under the language layer alone.

An attack prints PWNED, and only once it holds what it must not: a frame, globals, builtins, a module, a list of
subclasses, a changed trusted object. The seal and the broker are out of the game here.
"""

import builtins
import gc
import importlib
import inspect
import os
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rexpy.worker.language import compile_script, execute, new_namespace
from tests.escape.trusted import make_leaky, make_leaky_star

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))


def directive(source: str, word: str) -> str | None:
    """Return what the comment `# word: text` of *source* says."""
    for line in source.splitlines():
        if line.startswith(f"# {word}:"):
            return line.partition(":")[2].strip()
    return None


def modules(source: str) -> dict[str, types.ModuleType]:
    """Return the raw modules that the attack may import: no facade stands between."""
    table: dict[str, types.ModuleType] = {}
    for name in (directive(source, "needs") or "").replace(",", " ").split():
        made = {"leaky": make_leaky, "leaky_star": make_leaky_star}.get(name)
        table[name] = made() if made else copied(importlib.import_module(name))
    return table


def copied(real: types.ModuleType) -> types.ModuleType:
    """Return a module with the raw contents of *real*, its submodules left out."""
    module = types.ModuleType(real.__name__)
    for name, value in vars(real).items():
        if not isinstance(value, types.ModuleType) and not name.startswith("_"):
            setattr(module, name, value)
    return module


def test_there_are_attacks() -> None:
    assert len(SCRIPTS) > 200


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_attack_fails_under_the_language_layer(path: Path) -> None:
    source = path.read_bytes().decode()
    table = modules(source)
    printed: list[str] = []

    def show(*args: object, **_: object) -> None:
        printed.append(" ".join(map(str, args)))

    def importer(name: str, wanted: Sequence[str], level: int) -> object:
        if name.partition(".")[0] not in table:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return table[name.partition(".")[0]] if not wanted else table[name]

    ended: BaseException | None = None
    try:
        compiled = compile_script(source, path.name)
        execute(compiled, new_namespace(importer=importer, builtins={"print": show}))
    except BaseException as error:
        ended = error
    assert not isinstance(ended, SystemError), ended
    assert not [text for text in printed if "PWNED" in text]


@pytest.fixture
def reopened() -> Iterator[None]:
    """Give `super` and `types.GenericAlias` back the `__new__` that the layer closed in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for base in (super, types.GenericAlias):
            facts = gc.get_referents(base.__dict__)[0]
            if isinstance(facts["__new__"], staticmethod):
                variables = inspect.getclosurevars(facts["__new__"].__func__).nonlocals
                patch.setitem(facts, "__new__", variables["plain"])
        sys._clear_type_cache()
        yield
    sys._clear_type_cache()


@pytest.mark.usefixtures("reopened")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_attack_works_without_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = path.read_bytes().decode()
    reason = directive(source, "unguarded")
    if reason is not None:
        pytest.skip(reason)
    for name, module in modules(source).items():
        monkeypatch.setitem(sys.modules, name, module)
    printed: list[str] = []

    def show(*args: object, **_: object) -> None:
        printed.append(" ".join(map(str, args)))

    variables = {"__name__": "__main__", "__builtins__": {**vars(builtins), "print": show}}
    ended: BaseException | None = None
    kept = dict(vars(os))
    try:
        exec(compile(source, path.name, "exec", dont_inherit=True), variables)
    except BaseException as error:
        ended = error
    # Some of them succeed by writing into os; later tests want it as it was.
    for name in set(vars(os)) - set(kept):
        delattr(os, name)
    vars(os).update(kept)
    assert any("PWNED" in text for text in printed), repr(ended)
