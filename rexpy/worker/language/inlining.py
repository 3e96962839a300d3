"""Untrusted process: checks on attributes that compiled code makes in line, without a call.

What a check asks is whose the object is, which its class decides, and a class never changes sides. So each
function keeps, in a hidden module variable for each of its own variables (its site), the class that was found
good last, and compares.
"""

import ast
from typing import Any

from rexpy.worker.language import names
from rexpy.worker.language.restricted import RestrictingNodeTransformer
from rexpy.worker.language.scopes import Check, Scope, Survey, bound_anywhere

_REPEATING = (ast.For, ast.While, ast.AsyncFor, ast.comprehension)


def hidden(name: str, at: ast.AST) -> ast.Name:
    """Return a read of the guard *name*, placed at the node *at*."""
    return ast.copy_location(ast.Name(name, ast.Load()), at)


def call(name: str, arguments: list[ast.expr], at: ast.AST) -> ast.Call:
    """Return a call of the guard *name*, placed at the node *at*."""
    return ast.copy_location(ast.Call(hidden(name, at), arguments, []), at)


def text(value: str, at: ast.AST) -> ast.Constant:
    """Return the constant *value*, placed at the node *at*."""
    return ast.copy_location(ast.Constant(value), at)


class InlineRules(RestrictingNodeTransformer):
    """Checks in line, of variables whose look-up runs no code."""

    facts: Survey
    scopes: list[Scope]

    def __init__(self) -> None:
        super().__init__()
        self.sites: list[str] = []

    def visit_body(self, body: list[Any]) -> list[Any]:
        """Visit statements, some of which become several."""
        result: list[Any] = []
        for statement in body:
            visited = self.visit(statement)
            if isinstance(visited, list):
                result.extend(visited)
            elif visited is not None:
                result.append(visited)
        return result

    def in_line(self, node: ast.expr) -> bool:
        """Tell whether a check on *node* can be made in line: a variable whose look-up runs no code."""
        # Threat: a class body's names are looked up in what the script's metaclass prepared. Classes are left
        # out for speed alone: the test in line is about instances.
        here = self.scopes[-1].kind in ("function", "module")
        return here and isinstance(node, ast.Name) and node.id not in self.facts.classes

    def inline(self, node: ast.expr, get: str, otherwise: ast.expr) -> ast.expr:
        """Return `node if <its class is known to get> else otherwise`, for a variable."""
        name: str = node.id  # type: ignore[attr-defined]
        scope = self.scopes[-1]
        test = self.at_site(scope, node, get) if name in scope.local else look_twice(node, get)
        checked = ast.copy_location(ast.IfExp(test, node, otherwise), node)
        if name in scope.constant:
            scope.checks.setdefault(name, []).append((checked, get))
        return checked

    def at_site(self, scope: Scope, node: ast.expr, get: str) -> ast.expr:
        """Return the test for a variable of the function's own.

        It is `type(v) is site or (known(v, "site") if site is None else get(type(v)) is type(v))`.

        Invariant: one look at the class is enough. Nothing but the function's own statements rebinds such a
        variable, and `known` is true of no other class than that of what it was called with.
        """
        name: str = node.id  # type: ignore[attr-defined]
        site = scope.sites.get((name, get))
        if site is None:
            # Invariant: a site of one kind never has the name of one of the other, in whatever text of a namespace.
            kind_of_site = "own" if get == names.OWN_GET else "writable"
            site = scope.sites[name, get] = f"{names.SITE}{kind_of_site} {len(self.sites)}"
            self.sites.append(site)

        def compare(left: ast.expr, right: ast.expr) -> ast.expr:
            return ast.copy_location(ast.Compare(left, [ast.Is()], [right]), node)

        same = compare(call(names.TYPE, [hidden(name, node)], node), hidden(site, node))
        known = names.KNOWN_OWN if get == names.OWN_GET else names.KNOWN_WRITABLE
        first = call(known, [hidden(name, node), text(site, node)], node)
        empty = compare(hidden(site, node), ast.copy_location(ast.Constant(None), node))
        other = ast.copy_location(ast.IfExp(empty, first, look_twice(node, get)), node)
        return ast.copy_location(ast.BoolOp(ast.Or(), [same, other]), node)

    def check_once(self, name: str, checks: list[Check], body: list[ast.stmt], *, place: int = 0) -> None:
        """Have *body* make the *checks* of *name*, which it does not rebind, once, at *place*.

        The class of an object does not change meanwhile: no script can assign `__class__`.
        """
        strict = any(get == names.OWN_GET for _, get in checks)
        test = next(check.test for check, get in checks if not strict or get == names.OWN_GET)
        flag = names.FLAG + name
        for check, _ in checks:
            check.test = hidden(flag, check)
        target = ast.copy_location(ast.Name(flag, ast.Store()), body[0])
        body.insert(place, ast.copy_location(ast.Assign([target], test), body[0]))

    def check_parameters_once(self, scope: Scope, body: list[ast.stmt], *, place: int) -> None:
        """Check each parameter that is never rebound, and that *body* checks twice or more, where it begins."""
        for name, checks in scope.checks.items():
            if len(checks) > 1 or _repeats(body):
                self.check_once(name, checks, body, place=place)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> ast.AST:
        """Visit a loop; check its variable once a turn, where nothing in it binds the name."""
        node.iter = self.visit(node.iter)
        node.target = self.visit(node.target)
        scope = self.scopes[-1]
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        counted = name in scope.local and name not in bound_anywhere(node.body)
        if counted:
            scope.constant.add(name)
        node.body = self.visit_body(node.body)
        if counted:
            scope.constant.discard(name)
            # A parameter that is a loop's variable is not constant, so it has no checks from outside.
            checks = scope.checks.pop(name, [])
            if len(checks) > 1:
                self.check_once(name, checks, node.body)
        node.orelse = self.visit_body(node.orelse)
        return node

    visit_AsyncFor = visit_For


def look_twice(node: ast.expr, get: str) -> ast.expr:
    """Return the test for a variable that other code can rebind: `get(type(v)) is type(v)`.

    Invariant: the script's code (a metaclass's `__hash__`, a finalizer) can run only inside `get` and before
    it; what it rebinds then is seen by the second look at the class, and nothing runs between that and the use.
    """
    name: str = node.id  # type: ignore[attr-defined]

    def kind() -> ast.expr:
        return call(names.TYPE, [hidden(name, node)], node)

    return ast.copy_location(ast.Compare(call(get, [kind()], node), [ast.Is()], [kind()]), node)


def _repeats(body: list[Any]) -> bool:
    """Tell whether *body* repeats anything."""
    return any(isinstance(node, _REPEATING) for statement in body for node in ast.walk(statement))
