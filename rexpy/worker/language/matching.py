"""Untrusted process: `match`, whose patterns bind names and read attributes in forms of their own."""

import ast
from typing import Any

from rexpy.worker.language import names
from rexpy.worker.language.inlining import call, hidden, text
from rexpy.worker.language.names import Kind, is_dunder, kind_of, mangle
from rexpy.worker.language.transformer import NameRules

_SELF_MATCHING = frozenset({
    "int", "str", "float", "bool", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset",
})  # fmt: skip


class MatchRules(NameRules):
    """Patterns."""

    def as_written(self, node: Any) -> Any:
        """Keep *node*, with its parts visited."""
        return self.node_contents_visit(node)

    visit_MatchSingleton = as_written
    visit_MatchSequence = as_written
    visit_MatchOr = as_written
    visit_match_case = as_written

    # Beyond RestrictedPython: `match`. Captures bind names, checked as any other; a class pattern reads
    # attributes, of which those named in the source are checked here and those named by the class when it
    # runs (patterns.py).
    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Visit a match; before a case that needs a guard, put one that only computes it and never matches."""
        node.subject = self.visit(node.subject)
        cases: list[ast.match_case] = []
        for case in node.cases:
            self.prepared: list[ast.expr] = []
            case.pattern = self.visit(case.pattern)
            prepared = self.prepared
            if case.guard is not None:
                case.guard = self.visit(case.guard)
            case.body = self.visit_body(case.body)
            if prepared:
                anything = ast.copy_location(ast.MatchAs(None, None), case.pattern)
                guard = call(names.NEVER, prepared, case.pattern)
                nothing = ast.copy_location(ast.Pass(), case.pattern)
                cases.append(ast.match_case(anything, guard, [nothing]))
            cases.append(case)
        node.cases = cases
        return node

    def prepare(self, value: ast.expr, at: ast.AST) -> ast.Name:
        """Have *value* computed before the case is tried, and return where it will be found."""
        scope = self.scopes[-1]
        name = f"guard case {self._tmp_idx}"
        self._tmp_idx += 1
        scope.temporaries.append(name)
        target = ast.copy_location(ast.Name(name, ast.Store()), at)
        self.prepared.append(ast.copy_location(ast.NamedExpr(target, value), at))
        return hidden(name, at)

    def dotted_value(self, node: ast.expr) -> ast.expr:
        """Visit a value that a pattern compares with; an attribute that needs the gate is read beforehand."""
        visited: ast.expr = self.visit(node)
        if isinstance(node, ast.Attribute) and not is_dotted(visited):
            return ast.copy_location(
                ast.Attribute(self.prepare(call(names.HOLD, [visited], node), node), "v", ast.Load()), node
            )
        return visited

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        """Visit the value compared with."""
        node.value = self.dotted_value(node.value)
        return node

    def visit_MatchMapping(self, node: ast.MatchMapping) -> ast.AST:
        """Visit keys and patterns, and check the name that takes the rest."""
        self.check_name(node, node.rest)
        node.keys = [self.dotted_value(key) for key in node.keys]
        node.patterns = [self.visit(pattern) for pattern in node.patterns]
        return node

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> ast.AST:
        """Check the name that is bound, and visit the pattern."""
        self.check_name(node, node.name)
        return self.node_contents_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchClass(self, node: ast.MatchClass) -> ast.AST:
        """Check the attributes that are read from the subject."""
        guarded: list[ast.expr] = []
        for attribute in node.kwd_attrs:
            name = mangle(attribute, self.class_name)
            if kind_of(name) is Kind.REFUSED or (kind_of(name) is Kind.GUARDED and is_dunder(name)):
                self.refuse(node, f"attribute {attribute!r}", "a pattern may not read it")
            elif kind_of(name) is Kind.GUARDED:
                guarded.append(text(name, node))
        builtin = isinstance(node.cls, ast.Name) and node.cls.id in _SELF_MATCHING - self.facts.bound
        # Not: visiting after the sub-patterns; the classes are computed in the order of the source.
        cls: ast.expr = self.visit(node.cls)
        if guarded or (node.patterns and not builtin):
            cls = self.prepare(call(names.PATTERN, [cls, *guarded], node.cls), node.cls)
        elif not is_dotted(cls):
            cls = self.prepare(cls, node.cls)
        node.cls = cls
        node.patterns = [self.visit(pattern) for pattern in node.patterns]
        node.kwd_patterns = [self.visit(pattern) for pattern in node.kwd_patterns]
        return node


def is_dotted(node: ast.expr) -> bool:
    """Tell whether *node* is a name with attributes, as a pattern's grammar wants it."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
