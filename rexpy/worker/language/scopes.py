"""Untrusted process: what the transformer must know of a script's scopes before it changes anything."""

import ast
from dataclasses import dataclass, field

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts of a whole module: names bound anywhere, those bound to classes, those declared nonlocal, and two
    flags.
    """

    bound: frozenset[str]
    classes: frozenset[str]
    nonlocals: frozenset[str]
    star_import: bool
    future_annotations: bool


@dataclass(slots=True)
class Scope:
    """One scope while it is visited.

    *constant* holds the names that nothing rebinds; *checks* the tests made in line on them, each with the
    guard that it asks; *temporaries* the hidden variables that the scope's statements need.
    """

    kind: str
    constant: frozenset[str] = frozenset()
    temporaries: list[str] = field(default_factory=list)
    checks: dict[str, list[tuple[ast.IfExp, str]]] = field(default_factory=dict)


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


def constant_names(function: ast.FunctionDef | ast.AsyncFunctionDef, facts: Survey) -> frozenset[str]:
    """Return the parameters of *function* that keep their value as long as it runs."""
    rebound: set[str] = set(facts.nonlocals)
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                rebound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                rebound.add(name)
            case ast.alias(name=name, asname=other):
                rebound.add(other or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                rebound.add(name)
            case ast.MatchMapping(rest=str(name)):
                rebound.add(name)
        pending.extend(ast.iter_child_nodes(node))
    return frozenset(argument_names(function.args)) - rebound
