"""What a script's namespace holds, what an import gets, and what an execution returns."""

import builtins
import subprocess
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from rexpy.worker.language import NO_VALUE, compile_script, execute, new_namespace, ownership
from rexpy.worker.language.names import HIDDEN


def nothing(name: str, wanted: Sequence[str], level: int) -> object:
    """Refuse every import."""
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def run(source: str, *, importer: Any = nothing, **builtins: object) -> object:
    """Return the value of the script *source*."""
    return execute(compile_script(source, "x.py"), new_namespace(importer=importer, builtins=builtins))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 1", 2),
        ("x = 3\nx", 3),
        ("x = 3", NO_VALUE),
        ("", NO_VALUE),
        ("if True:\n    5", NO_VALUE),
        ("'text'", "text"),
        ("'doc'\n__doc__", "doc"),
        ("None", None),
        ("def f():\n    return 1\nf()", 1),
    ],
)
def test_value_is_that_of_the_last_expression_statement(source: str, value: object) -> None:
    assert run(source) == value


def test_value_of_an_earlier_run_does_not_stay() -> None:
    namespace = new_namespace(importer=nothing, builtins={})
    assert execute(compile_script("1", "x.py"), namespace) == 1
    assert execute(compile_script("y = 2", "x.py"), namespace) is NO_VALUE


def test_import_asks_the_importer_and_checks_what_it_gives() -> None:
    asked: list[tuple[str, tuple[str, ...], int]] = []

    def importer(name: str, wanted: Sequence[str], level: int) -> object:
        asked.append((name, tuple(wanted), level))
        return SimpleNamespace(b=SimpleNamespace(c=3), x=1, _hidden=2)

    assert run("import a\nimport a.b.c as d\nfrom a import x as y\n(d, y)", importer=importer) == (3, 1)
    assert asked == [("a", (), 0), ("a.b.c", (), 0), ("a", ("x",), 0)]
    with pytest.raises(ImportError):
        run("from a import missing", importer=importer)
    with pytest.raises(ImportError):
        run("import a.missing", importer=importer)


def test_import_never_falls_back_to_the_workers_own_modules() -> None:
    facade = SimpleNamespace(__name__="json", dumps=1)
    with pytest.raises(ImportError):
        run("from json import decoder", importer=lambda *_: facade)
    with pytest.raises(ImportError):
        run("import json.decoder as d", importer=lambda *_: facade)


def test_import_never_hands_out_a_real_module() -> None:
    with pytest.raises(ImportError):
        run("import sys", importer=lambda *_: sys)
    with pytest.raises(ImportError):
        run("from x import sys", importer=lambda *_: SimpleNamespace(sys=sys))


@pytest.mark.parametrize("name", [*HIDDEN[:2], "__builtins__", "__import__", "__build_class__"])
def test_a_guard_cannot_be_replaced_by_a_builtin(name: str) -> None:
    with pytest.raises(ValueError):
        new_namespace(importer=nothing, builtins={name: 1})


def test_the_name_of_a_loaded_module_is_refused() -> None:
    with pytest.raises(ValueError):
        new_namespace(importer=nothing, builtins={}, name="json")


def test_guards_are_no_identifiers() -> None:
    assert not [name for name in HIDDEN if name.isidentifier()]


def test_builtins_given_come_first() -> None:
    assert run("print(2)", print=lambda x: x * 10) == 20


def test_the_package_loads_nothing_trusted_and_little_else() -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import rexpy.worker.language.runtime, rexpy.worker.language.failure\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program, *sys.path], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "rexpy.worker.language.compiler" in loaded
    assert not [name for name in loaded if name.startswith(("hostapi", "rexpy.broker", "cedarpy"))]
    assert not {"random", "platform", "string", "RestrictedPython.Guards", "socket"} & set(loaded)


def test_classes_whose_instances_have_no_private_attribute_have_none() -> None:
    builtin_errors = [
        entry for entry in vars(builtins).values() if isinstance(entry, type) and issubclass(entry, BaseException)
    ]
    for cls in [*ownership._WITHOUT_PRIVATE, *builtin_errors]:
        assert not [name for name in dir(cls) if name.startswith("_") and not name.endswith("__")], cls
