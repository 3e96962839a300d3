"""What a script may not say is refused before anything runs, all of it at once, with place and advice."""

import sys

import pytest

from rexpy.worker.language import Finding, ScriptRefused, compile_script


def refusals(source: str) -> tuple[Finding, ...]:
    """Return what is refused of *source*."""
    with pytest.raises(ScriptRefused) as caught:
        compile_script(source, "x.py")
    return caught.value.findings


def test_every_refusal_is_reported_in_the_order_of_the_source() -> None:
    source = (
        "def f():\n    return f.__globals__\nx = [g.gi_frame for g in y]\neval('1')\nfrom math import __loader__ as l\n"
    )
    found = [(finding.line, finding.column, finding.construct) for finding in refusals(source)]
    assert found == [
        (2, 12, "attribute '__globals__'"),
        (3, 6, "attribute 'gi_frame'"),
        (4, 1, "builtin 'eval'"),
        (5, 1, "import of '__loader__'"),
    ]


def test_a_refusal_says_what_to_write_instead() -> None:
    (finding,) = refusals("eval(input())")
    assert "literal_eval" in finding.instead
    assert str(finding).startswith("line 1, column 1: builtin 'eval': it is not available to scripts; ")


@pytest.mark.parametrize(
    ("source", "line", "construct"),
    [
        ("x = (", 1, "SyntaxError"),
        ("if x:\npass", 2, "IndentationError"),
        ("if 1:\n\tx\n        y", 3, "TabError"),
        ("x = 1\n\0", 2, "NUL character"),
        ("x = '\ud800'", 1, "lone surrogate"),
        ("x = 1\ny = '''\n\udfff'''", 3, "lone surrogate"),
        ("(" * 3000 + ")" * 3000, 1, "SyntaxError"),
        ("-" * 100_000 + "1", 1, "nesting"),
        ("return 1", 1, "SyntaxError"),
        ("def f(a, a): pass", 1, "SyntaxError"),
        ("nonlocal x", 1, "SyntaxError"),
        ("x = " + "9" * 5000, 1, "SyntaxError"),
        ("def f():\n    from math import *", 2, "import *"),
        ("__builtins__ = 1", 1, "name '__builtins__'"),
        ("def f(*, __builtins__): pass", 1, "name '__builtins__'"),
        ("match x:\n    case object(__dict__=y): pass", 2, "attribute '__dict__'"),
    ],
)
def test_bad_source_is_refused_with_its_line(source: str, line: int, construct: str) -> None:
    finding = refusals(source)[0]
    assert (finding.line, finding.construct) == (line, construct)


def test_except_star_is_refused_where_the_interpreter_does_not_check_split() -> None:
    source = "try:\n    pass\nexcept* ValueError:\n    pass\n"
    if sys.version_info >= (3, 13, 2) or (3, 12, 9) <= sys.version_info < (3, 13):
        compile_script(source, "x.py")
    else:
        assert refusals(source)[0].construct == "except*"


@pytest.mark.parametrize("name", ["eval", "exec", "compile", "globals", "locals", "breakpoint", "help"])
def test_an_absent_builtin_may_be_defined_by_the_script(name: str) -> None:
    assert refusals(f"{name}()")[0].construct == f"builtin {name!r}"
    compile_script(f"def {name}(): pass\n{name}()", "x.py")


def test_nesting_that_cpython_takes_is_taken() -> None:
    compile_script("x = " + "+".join(["1"] * 700), "x.py")
    compile_script("x = " + ".a" * 0 + "y" + "._a" * 90, "x.py")
    compile_script("\n".join(f"{' ' * depth}if x:" for depth in range(60)) + f"\n{' ' * 60}pass", "x.py")


@pytest.mark.parametrize("depth", [100, 1_000, 10_000])
@pytest.mark.parametrize(
    "unit", ["-{}", "({},)", "[{}]", "{}.a", "{}._a", "{}()", "{}+1", "not {}", "lambda: {}", "f'{{{}}}'"]
)
def test_deep_nesting_is_refused_or_compiled(unit: str, depth: int) -> None:
    if unit.startswith("f'"):
        depth = min(depth, 20)
    before, after = unit.split("{}") if unit.count("{}") == 1 and not unit.startswith("f'") else ("(", ")")
    source = "x = " + before * depth + "x" + after * depth
    findings: tuple[Finding, ...] | None = None
    try:
        compile_script(source, "x.py")
    except ScriptRefused as refused:
        findings = refused.findings
    assert findings is None or findings


def test_source_must_be_text() -> None:
    with pytest.raises(TypeError):
        compile_script(b"x = 1", "x.py")  # type: ignore[arg-type]

    class Text(str):
        __slots__ = ()

    with pytest.raises(TypeError):
        compile_script(Text("x = 1"), "x.py")


def test_the_recursion_limit_is_as_before() -> None:
    before = sys.getrecursionlimit()
    compile_script("x = 1", "x.py")
    with pytest.raises(ScriptRefused):
        compile_script("eval(1)", "x.py")
    assert sys.getrecursionlimit() == before


def test_columns_count_characters() -> None:
    (finding,) = refusals("größe = 'ä' + x.__globals__\n")
    assert (finding.line, finding.column) == (1, 15)
