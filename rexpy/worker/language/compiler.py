"""Untrusted process: from source text to code that holds the guards; the project's only `compile`."""

import ast
import re
import sys
import warnings
from types import CodeType
from typing import Any, NamedTuple

from rexpy.worker.language import sources
from rexpy.worker.language.finding import Finding, ScriptRefused
from rexpy.worker.language.scopes import survey
from rexpy.worker.language.statements import ScriptTransformer

# Python frames of the transformer for each level of nesting, times more levels than the parser lets through.
# They are heap frames, so the C stack does not grow with them.
_TRANSFORMER_FRAMES = 60_000
_SURROGATE = re.compile("[\ud800-\udfff]")


class Compiled(NamedTuple):
    """A script ready to execute. *code* holds guards that only a namespace of `new_namespace` provides, and reads
    the hidden variables *sites*. *warned* is what CPython would print while compiling.
    """

    code: CodeType
    filename: str
    sites: tuple[str, ...] = ()
    warned: str = ""


def compile_script(source: str, filename: str) -> Compiled:
    """Return *source*, an exact str, compiled for execution under the guards.

    Nothing of the script runs, no file is read, and warnings are kept. Raises ScriptRefused with every
    refusal, also for a syntax error, a NUL, a lone surrogate or nesting that CPython cannot take.
    """
    met: list[tuple[int, str]] = []
    tree = parse(source, met)
    transformer = ScriptTransformer(survey(tree))
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_TRANSFORMER_FRAMES)
    try:
        tree = ast.fix_missing_locations(transformer.visit(tree))
    except RecursionError:
        raise _too_deep() from None
    finally:
        # Invariant: `compile` below runs under the usual limit, which also bounds its recursion in C.
        sys.setrecursionlimit(limit)
    sources.keep(filename, source)
    if transformer.findings:
        placed = [_in_characters(finding, sources.lines(filename)) for finding in transformer.findings]
        raise ScriptRefused(tuple(sorted(placed, key=lambda finding: (finding.line, finding.column))))
    code = _compile(tree, 0, met)
    warned = "".join(f"{filename}:{line}: {text}\n{_quoted(line, filename)}" for line, text in met) if met else ""
    try:
        return Compiled(_named(code, filename), filename, tuple(transformer.sites), warned)
    except RecursionError:
        raise _too_deep() from None


def _quoted(line: int, filename: str) -> str:
    lines = sources.lines(filename)
    return f"  {lines[line - 1].strip()}\n" if 0 < line <= len(lines) else ""


def _in_characters(finding: Finding, lines: list[str]) -> Finding:
    """Return *finding* with its column in characters; syntax trees count bytes of UTF-8."""
    before = lines[finding.line - 1].encode()[: finding.column - 1]
    return finding._replace(column=len(before.decode("utf-8", "ignore")) + 1)


def _named(code: CodeType, filename: str) -> CodeType:
    """Return *code*, and all code inside it, under the script's name."""
    constants = tuple(_named(each, filename) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=filename, co_consts=constants)


def parse(source: str, met: list[tuple[int, str]] | None = None) -> ast.Module:
    """Return the syntax tree of *source*, an exact str; add to *met* the line and text of each warning.

    Raises ScriptRefused where it is no Python.
    """
    if type(source) is not str:
        raise TypeError(f"source must be str, not {type(source).__name__}")
    position = source.find("\0")
    if position >= 0:
        raise _refused(source, position, "NUL character", "source text cannot hold one", "write \\0 in a string")
    found = _SURROGATE.search(source)
    if found is not None:
        raise _refused(
            source, found.start(), "lone surrogate", "source text cannot hold one", "save the script as UTF-8"
        )
    tree = _compile(source, ast.PyCF_ONLY_AST, met)
    assert isinstance(tree, ast.Module)
    return tree


def _compile(source: str | ast.Module, flags: int, met: list[tuple[int, str]] | None) -> Any:
    try:
        # Not: showing them; the printer would open the script's file to quote the line.
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", SyntaxWarning)
            code = compile(source, sources.NO_FILE, "exec", flags, dont_inherit=True)
        if met is not None:
            met += [(each.lineno, f"{each.category.__name__}: {each.message}") for each in found]
        return code
    except SyntaxError as error:
        raise _syntax(error) from None
    except (RecursionError, MemoryError):
        raise _too_deep() from None
    except (ValueError, OverflowError, UnicodeError) as error:
        raise ScriptRefused((Finding(1, 1, "source", str(error), ""),)) from None


def _refused(source: str, position: int, construct: str, reason: str, instead: str) -> ScriptRefused:
    line = source.count("\n", 0, position) + 1
    column = position - source.rfind("\n", 0, position)
    return ScriptRefused((Finding(line, column, construct, reason, instead),))


def _syntax(error: SyntaxError) -> ScriptRefused:
    kind = type(error).__name__
    return ScriptRefused((Finding(error.lineno or 1, max(error.offset or 1, 1), kind, error.msg or kind, ""),))


def _too_deep() -> ScriptRefused:
    finding = Finding(1, 1, "nesting", "the script is nested too deeply", "split the expression or the blocks")
    return ScriptRefused((finding,))
