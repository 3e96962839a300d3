"""`ast` for scripts: source text becomes a tree to look at, and a tree text; nothing is compiled to run."""

from __future__ import annotations

import ast
import warnings
from typing import Any

from rexpy.worker.language.ownership import is_subclass
from rexpy.worker.language.sources import NO_FILE
from rexpy.worker.stdlib.safe_names import guard_names

# Threat: `iter_fields` reads whatever an object says to be its fields, in a function of the script's too.
guard_names(ast, ast.AST)
_fix, _increment, _copy = ast.fix_missing_locations, ast.increment_lineno, ast.copy_location


def parse(
    source: Any, filename: str = "<unknown>", mode: str = "exec", *, type_comments: bool = False,
    feature_version: Any = None, optimize: int = -1,
) -> Any:  # fmt: skip
    """Return the syntax tree of *source*. Raises SyntaxError, which names *filename*."""
    if mode not in ("exec", "eval", "single", "func_type"):
        raise ValueError("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    if isinstance(source, ast.AST):
        return source
    if not isinstance(source, str | bytes | bytearray):
        raise TypeError("compile() arg 1 must be a string, bytes or AST object")
    try:
        # Threat: for a syntax error CPython opens the file of that name, to quote the line.
        with warnings.catch_warnings():
            # Not: showing them; the printer would open the file to quote the line.
            warnings.simplefilter("ignore")
            return ast.parse(source, NO_FILE, mode, type_comments=bool(type_comments), feature_version=feature_version)
    except SyntaxError as error:
        error.filename = str(filename)
        raise error.with_traceback(None) from None


def _require_node(*nodes: Any) -> None:
    # Threat: line numbers are set in whatever is given.
    if not all(is_subclass(type(node), ast.AST) for node in nodes):
        raise TypeError("expected AST nodes")


def fix_missing_locations(node: Any) -> Any:
    """Give every node of a tree a place in the source, its parent's where it has none."""
    _require_node(node)
    return _fix(node)


def increment_lineno(node: Any, n: int = 1) -> Any:
    """Move a tree down by *n* lines."""
    _require_node(node)
    return _increment(node, n)


def copy_location(new_node: Any, old_node: Any) -> Any:
    """Give *new_node* the place of *old_node*."""
    _require_node(new_node, old_node)
    return _copy(new_node, old_node)


for _thing in (parse, fix_missing_locations, increment_lineno, copy_location):
    _thing.__module__ = "ast"
