"""Untrusted process: what the transformer must know of a script's scopes before it changes anything."""

import ast
from typing import NamedTuple

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Check = tuple[ast.IfExp, str]
"""A test made in line, and the guard that it asks."""


class Survey(NamedTuple):
    """Facts of a whole module: names bound anywhere, those bound to classes, those declared nonlocal, and two
    flags.
    """

    bound: frozenset[str]
    classes: frozenset[str]
    nonlocals: frozenset[str]
    star_import: bool
    future_annotations: bool


class Scope:
    """One scope while it is visited.

    *constant* holds the names that nothing rebinds here, *local* those that only the function's own statements
    rebind; *checks* the tests made in line on the constant ones, each with the guard that it asks; *sites* the
    hidden variable for a name and a guard; *temporaries* those that the scope's statements need.
    """

    def __init__(self, kind: str, constant: set[str] | None = None, local: frozenset[str] = frozenset()) -> None:
        self.kind = kind
        self.constant: set[str] = set() if constant is None else constant
        self.local = local
        self.temporaries: list[str] = []
        self.checks: dict[str, list[Check]] = {}
        self.sites: dict[tuple[str, str], str] = {}


def survey(tree: ast.Module) -> Survey:
    """Return the facts of *tree*."""
    bound: set[str] = set()
    classes: set[str] = {"cls"}
    nonlocals: set[str] = set()
    star = future = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
            if isinstance(node, ast.ClassDef):
                classes.add(node.name)
        elif isinstance(node, ast.alias):
            star = star or node.name == "*"
            bound.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            bound.add(node.name or "")
        elif isinstance(node, ast.MatchMapping):
            bound.add(node.rest or "")
        elif isinstance(node, ast.Nonlocal):
            nonlocals.update(node.names)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            future = future or any(alias.name == "annotations" for alias in node.names)
    return Survey(frozenset(bound), frozenset(classes), frozenset(nonlocals), star, future)


def argument_names(arguments: ast.arguments) -> list[str]:
    """Return the names of all parameters."""
    nodes = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    nodes += [node for node in (arguments.vararg, arguments.kwarg) if node is not None]
    return [node.arg for node in nodes]


_OTHER_SCOPES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp,
)  # fmt: skip


def bound_by(node: ast.AST) -> str | None:
    """Return the name that *node* itself binds or deletes, if any; a parameter and an import included."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name
        case ast.alias(name=name, asname=other):
            return other or name.partition(".")[0]
        case ast.MatchMapping(rest=name) | ast.arg(arg=name):
            return name
    return None


def bound_anywhere(body: list[ast.stmt]) -> set[str | None]:
    """Return the names that *body* binds, those of its inner scopes included."""
    return {bound_by(node) for statement in body for node in ast.walk(statement)}


def local_names(function: FunctionNode, facts: Survey) -> frozenset[str]:
    """Return names that are certainly variables of *function* itself and that no inner function rebinds.

    Invariant: a name that is global or of an outer function is never among them; one that is missing costs time.
    """
    found: set[str | None] = set(argument_names(function.args))
    outer: set[str | None] = {None, *facts.nonlocals}
    pending: list[ast.AST] = [] if isinstance(function, ast.Lambda) else list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Global):
            outer.update(node.names)
        found.add(bound_by(node))
        if not isinstance(node, _OTHER_SCOPES):
            pending.extend(ast.iter_child_nodes(node))
    return frozenset(name for name in found - outer if name is not None)
