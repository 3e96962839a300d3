"""The account of a failure holds the script's own lines, whatever the script made of its errors, and is bounded."""

import traceback

import pytest

from rexpy.worker.language import Failure, compile_script, describe, execute, new_namespace

LIMIT = 4000


def failure_of(source: str, *, limit: int = LIMIT) -> Failure:
    """Return the account of how *source* fails."""

    def call_back(function: object) -> object:
        return function()  # type: ignore[operator]

    namespace = new_namespace(importer=__import__, builtins={"call_back": call_back})  # type: ignore[arg-type]
    with pytest.raises(BaseException) as caught:
        execute(compile_script(source, "script.py"), namespace)
    return describe(caught.value, "script.py", limit=limit)


def test_traceback_is_cpythons_with_the_scripts_lines_only() -> None:
    found = failure_of("def f(x):\n    return 1 / x\n\ndef g():\n    call_back(lambda: f(0))\n\ng()\n")
    # Version 3.13 has carets under calls as well; test_failing_scripts compares them.
    lines = [line for line in found.traceback.splitlines(keepends=True) if line.strip(" ~^\n")]
    assert "".join(lines) == (
        "Traceback (most recent call last):\n"
        '  File "script.py", line 7, in <module>\n    g()\n'
        '  File "script.py", line 5, in g\n    call_back(lambda: f(0))\n'
        '  File "script.py", line 5, in <lambda>\n    call_back(lambda: f(0))\n'
        '  File "script.py", line 2, in f\n    return 1 / x\n'
        "ZeroDivisionError: division by zero\n"
    )
    assert (found.error_type, found.message, found.filename, found.line) == (
        "ZeroDivisionError", "division by zero", "script.py", 2,
    )  # fmt: skip


def test_guards_do_not_show() -> None:
    found = failure_of("class C:\n    pass\ntemplate = '{0.nope}'\ntemplate.format(C())\n")
    assert found.traceback.count("File") == 1
    assert "rexpy" not in found.traceback


@pytest.mark.parametrize("link", ["from e", ""])
def test_causes_and_contexts_read_as_in_cpython(link: str) -> None:
    source = f"try:\n    {{}}['k']\nexcept KeyError as e:\n    raise ValueError('v') {link}\n"
    found = failure_of(source)
    try:
        exec(compile(source, "script.py", "exec"), {})
    except ValueError as error:
        lines = traceback.format_exception(error)
        expected = [line for line in "".join(lines).splitlines() if not line.startswith((" ", "Traceback"))]
    shown = [line for line in found.traceback.splitlines() if not line.startswith((" ", "Traceback"))]
    assert shown == expected


def test_a_chain_of_100000_is_described() -> None:
    source = (
        "e = ValueError(0)\nfor i in range(100_000):\n    n = ValueError(i)\n    n.__cause__ = e\n    e = n\nraise e\n"
    )
    found = failure_of(source)
    assert found.error_type == "ValueError"
    assert found.message == "99999"
    assert "left out" in found.traceback


def test_a_circle_of_causes_ends() -> None:
    found = failure_of("a, b = ValueError(1), ValueError(2)\na.__cause__ = b\nb.__cause__ = a\nraise a\n")
    assert found.traceback.count("ValueError: 1") == 1


@pytest.mark.parametrize("raised", ["ValueError()", "SystemExit()", "RecursionError()", "self"])
def test_str_that_raises_is_said_to(raised: str) -> None:
    found = failure_of(f"class E(Exception):\n    def __str__(self):\n        raise {raised}\nraise E\n")
    assert found.message == "<exception str() failed>"
    assert found.error_type == "E"


def test_every_text_is_bounded() -> None:
    found = failure_of("raise ValueError('x' * 10_000_000)", limit=1000)
    assert len(found.message) == 1000
    assert len(found.traceback) <= 1000
    assert found.message.endswith("[cut]")


def test_lies_about_cause_context_and_type_are_not_asked() -> None:
    source = (
        "class E(Exception):\n"
        "    __cause__ = property(lambda self: 1 / 0)\n"
        "    __context__ = 5\n"
        "    __class__ = int\n"
        "    __notes__ = 7\n"
        "raise E('m')\n"
    )
    found = failure_of(source)
    assert (found.error_type, found.message) == ("E", "m")


def test_text_can_be_encoded() -> None:
    found = failure_of("raise ValueError(chr(0xD800) + 'é')")
    assert found.message == "\\ud800é"
    found.traceback.encode()


def test_text_is_exact_str() -> None:
    found = failure_of(
        "class S(str):\n    pass\nclass E(Exception):\n    def __str__(self):\n        return S('s')\nraise E\n"
    )
    assert type(found.message) is str


def test_deep_recursion_is_folded() -> None:
    found = failure_of("def f(n):\n    f(n + 1)\nf(0)\n")
    assert found.error_type == "RecursionError"
    assert "Previous line repeated" in found.traceback
    assert len(found.traceback.splitlines()) < 20


def test_notes_and_groups_are_shown_and_bounded() -> None:
    found = failure_of("e = ValueError('v')\ne.add_note('a note')\nraise e\n")
    assert "ValueError: v\na note\n" in found.traceback
    found = failure_of("raise ExceptionGroup('g', [ValueError(i) for i in range(1000)])\n")
    assert "ValueError: 0" in found.traceback
    assert "and 985 more exceptions" in found.traceback


def test_a_tree_of_groups_is_bounded() -> None:
    source = (
        "group = ExceptionGroup('leaf', [ValueError(1)])\n"
        "for _ in range(12):\n"
        "    group = ExceptionGroup('g', [group] * 12)\n"
        "raise group\n"
    )
    found = failure_of(source, limit=1 << 16)
    assert found.error_type == "ExceptionGroup"
    assert len(found.traceback) < 1 << 16


def test_code_of_the_script_that_a_guess_runs_is_held() -> None:
    source = "class A:\n    def __dir__(self):\n        raise SystemExit(3)\nA().missing\n"
    found = failure_of(source)
    assert found.error_type == "AttributeError"
    assert found.traceback.endswith("AttributeError: 'A' object has no attribute 'missing'\n")


def test_no_guess_shows_a_guard() -> None:
    found = failure_of("def f(x):\n    x._a = 1\n    return guardown, guard\nclass A: pass\nf(A())\n")
    assert found.traceback.endswith("NameError: name 'guardown' is not defined\n")


def test_an_unknown_file_is_not_looked_for() -> None:
    found = failure_of("def f():\n    return 1 / 0\nf()\n")
    assert "return 1 / 0" in found.traceback
    import linecache

    assert "script.py" in linecache.cache
    assert linecache.cache["script.py"][1] is None  # type: ignore[misc]
