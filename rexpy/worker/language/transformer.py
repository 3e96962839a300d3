"""Untrusted process: RestrictedPython's transformer, adjusted so that ordinary Python runs as written and
fast.

What RestrictedPython refuses or routes through a call and this does not, and why that is safe, is said at
each visit method. What stays: a node type without a visit method is refused, so a new Python's syntax is
closed until reviewed.
"""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rexpy.worker.language import advice, names
from rexpy.worker.language.finding import Finding
from rexpy.worker.language.formatting import reads_attributes
from rexpy.worker.language.inlining import InlineRules, call, hidden, text
from rexpy.worker.language.names import Kind, is_dunder, kind_of, mangle
from rexpy.worker.language.scopes import FunctionNode, Scope, Survey, argument_names, bound_anywhere, local_names

# gh-128049: from these versions on, `except*` checks what a group's `split` returns.
_EXCEPT_STAR_IS_SAFE = sys.version_info >= (3, 13, 2) or (3, 12, 9) <= sys.version_info < (3, 13)


class NameRules(InlineRules):
    """Names, attributes and scopes; findings in place of RestrictedPython's error texts."""

    def __init__(self, facts: Survey) -> None:
        super().__init__()
        self.facts = facts
        self.findings: list[Finding] = []
        self.scopes = [Scope("module")]
        self.class_name: str | None = None

    def refuse(self, node: ast.AST, construct: str, reason: str, instead: str = "") -> None:
        """Note that the script may not say *node*."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        self.findings.append(Finding(line, column + 1, construct, reason, instead))

    def error(self, node: ast.AST, info: str) -> None:
        """Note a refusal that comes from RestrictedPython's own rules."""
        self.refuse(node, type(node).__name__, info)

    def not_allowed(self, node: ast.AST) -> None:
        """Note that nodes of this type are not known to be safe."""
        self.refuse(node, type(node).__name__, "this syntax is not supported")

    @contextmanager
    def scope(self, scope: Scope) -> Iterator[Scope]:
        """Visit within *scope*."""
        self.scopes.append(scope)
        try:
            yield scope
        finally:
            self.scopes.pop()

    # Beyond RestrictedPython: names that begin with an underscore. Its guards live under such names; ours
    # live under names that no source can spell, so nothing that a script can bind shadows one.
    def check_name(self, node: ast.AST, name: str | None, allow_magic_methods: bool = False) -> None:
        """Refuse the variable *name* when it is the interpreter's own."""
        if name in names.REFUSED_NAMES:
            self.refuse(node, f"name {name!r}", "it leads to the interpreter's builtins", advice.for_name(name or ""))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Check the name; refuse builtins that are not there, unless the script defines the name."""
        self.check_name(node, node.id)
        if node.id in names.ABSENT_BUILTINS and not self.facts.star_import and node.id not in self.facts.bound:
            self.refuse(node, f"builtin {node.id!r}", "it is not available to scripts", advice.for_name(node.id))
        return node

    # Beyond RestrictedPython: no call for a name that is harmless on every object a script can hold
    # (names.py).
    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Leave, guard or refuse an attribute, by its name."""
        name = mangle(node.attr, self.class_name)
        kind = kind_of(name)
        if kind is Kind.REFUSED:
            self.refuse(
                node, f"attribute {node.attr!r}", "it leads to the interpreter's internals", advice.for_attribute(name)
            )
            return node
        node.value = self.visit(node.value)
        if isinstance(node.ctx, ast.Load):
            return self.load_attribute(node, name, kind)
        return self.store_attribute(node, name, kind)

    def load_attribute(self, node: ast.Attribute, name: str, kind: Kind) -> ast.AST:
        """Return *node*, or what reads it through the gate."""
        if kind is Kind.FREE or is_plain_template(node):
            return node
        if name in names.GUARDED_PUBLIC or is_dunder(name):
            return call(names.READ, [node.value, text(name, node)], node)
        if not self.in_line(node.value):
            return call(names.READ_PRIVATE, [node.value, text(name, node)], node)
        # Not: guarding the value in line and reading the attribute plainly when the check is in the other
        # branch; the gate also decides on what it found.
        otherwise = call(names.READ_PRIVATE, [hidden(node.value.id, node), text(name, node)], node)  # type: ignore[attr-defined]
        guarded = self.inline(node.value, names.OWN_GET, otherwise)
        assert isinstance(guarded, ast.IfExp)
        guarded.body = ast.copy_location(ast.Attribute(guarded.body, node.attr, ast.Load()), node)
        return ast.copy_location(guarded, node)

    def store_attribute(self, node: ast.Attribute, name: str, kind: Kind) -> ast.AST:
        """Return *node* with its receiver checked. The order of evaluation stays CPython's."""
        value = node.value
        if isinstance(node.ctx, ast.Del):
            node.value = call(names.STORE, [value, text(name, node)], value)
        elif (kind is Kind.FREE and not is_dunder(name)) or name in names.GUARDED_PUBLIC:
            checked = call(names.WRITABLE, [value], value)
            node.value = self.inline(value, names.WRITABLE_GET, checked) if self.in_line(value) else checked
        else:
            checked = call(names.STORE, [value, text(name, node)], value)
            plain = self.in_line(value) and not is_dunder(name)
            node.value = self.inline(value, names.OWN_GET, checked) if plain else checked
        return node

    # Beyond RestrictedPython: in-place operators on attributes and items. The target's operands are evaluated
    # once, by the interpreter; what is read passes the same gate as a plain read.
    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """Check the target for reading and writing at once."""
        target = node.target
        if isinstance(target, ast.Attribute):
            name = mangle(target.attr, self.class_name)
            if kind_of(name) is Kind.GUARDED or is_dunder(name):
                value = self.visit(target.value)
                checked = call(names.OWN, [value, text(name, node)], value)
                plain = self.in_line(value) and not is_dunder(name) and name not in names.GUARDED_PUBLIC
                target.value = self.inline(value, names.OWN_GET, checked) if plain else checked
                node.value = self.visit(node.value)
                return node
        node.target = self.visit(target)
        node.value = self.visit(node.value)
        return node

    def enter_function(self, node: FunctionNode) -> Scope:
        """Return the scope of *node*."""
        local = local_names(node, self.facts)
        if isinstance(node, ast.Lambda):
            return Scope("function", local=local)
        constant = set(argument_names(node.args)) - bound_anywhere(node.body) - self.facts.nonlocals
        return Scope("function", constant, local)


def is_plain_template(node: ast.Attribute) -> bool:
    """Tell whether *node* is `"text".format` with a text that reads no attribute of its arguments."""
    return (
        node.attr in ("format", "format_map")
        and isinstance(node.value, ast.Constant)
        and type(node.value.value) is str
        and not reads_attributes(node.value.value)
    )
