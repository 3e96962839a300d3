"""Untrusted process: the statements and expressions beyond names and attributes."""

import ast
from typing import Any

from rexpy.worker.language import names
from rexpy.worker.language.inlining import call, hidden, text
from rexpy.worker.language.matching import MatchRules
from rexpy.worker.language.names import Kind, is_dunder, kind_of
from rexpy.worker.language.scopes import Scope
from rexpy.worker.language.transformer import _EXCEPT_STAR_IS_SAFE


class ScriptTransformer(MatchRules):
    """What a script may say, as the abstract syntax that is compiled."""

    # Beyond RestrictedPython: items, iteration and unpacking are left alone. Its hooks there are for budgets
    # and proxies; here budgets are the broker's and the kernel's, and no object is guarded by what wraps it.
    visit_Subscript = MatchRules.as_written
    visit_comprehension = MatchRules.as_written
    visit_Assign = MatchRules.as_written
    visit_With = MatchRules.as_written
    visit_NamedExpr = MatchRules.as_written
    # Beyond RestrictedPython: coroutines. Their frames hide behind names that are refused on every object.
    visit_Await = MatchRules.as_written
    visit_AsyncWith = MatchRules.as_written

    # Beyond RestrictedPython: calls with `*args`, which cannot reach what the script could not name either.
    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Visit a call; `getattr` and `hasattr` of a constant name are decided here, as an attribute is."""
        visited: ast.Call = self.node_contents_visit(node)
        match node:
            case ast.Call(ast.Name("getattr" | "hasattr" as function), [_, ast.Constant(str(name)), *_], []):
                # Threat: `getattr(*[f, "__globals__"], "x")`; with a starred argument nobody knows which one
                # is second.
                known = not any(isinstance(entry, ast.Starred) for entry in node.args)
                unbound = not self.facts.star_import and function not in self.facts.bound
                if kind_of(name) is Kind.FREE and known and unbound:
                    visited.func = hidden(names.GETATTR if function == "getattr" else names.HASATTR, node.func)
        return visited

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> ast.AST:
        """Check the names. Beyond RestrictedPython: `nonlocal`, which reaches variables of the script only."""
        for name in node.names:
            self.check_name(node, name)
        return node

    visit_Nonlocal = visit_Global

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """Check the name that the error is bound to."""
        self.check_name(node, node.name)
        return self.node_contents_visit(node)

    def visit_TryStar(self, node: Any) -> Any:
        """Refuse `except*` where it trusts what a group's `split` returns."""
        # Threat: CVE-2025-22153, type confusion from pure Python.
        if not _EXCEPT_STAR_IS_SAFE:
            self.refuse(
                node, "except*", "this Python does not check what a group's split() returns",
                "catch ExceptionGroup with except and use its subgroup() or exceptions",
            )  # fmt: skip
        return self.node_contents_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Visit target and value as in an assignment, and the annotation as the expression that it is."""
        node.target = self.visit(node.target)
        if node.value is not None:
            node.value = self.visit(node.value)
        node.annotation = self.annotation(node.annotation)
        return node

    def annotation(self, node: ast.expr) -> ast.expr:
        """Visit an annotation; leave it where the compiler makes text of it and never evaluates it."""
        if self.facts.future_annotations:
            return node
        visited: ast.expr = self.visit(node)
        return visited

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Check a parameter."""
        self.check_name(node, node.arg)
        if node.annotation is not None:
            node.annotation = self.annotation(node.annotation)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        """Visit a function: what is evaluated where it stands, then its body in a scope of its own."""
        self.check_name(node, node.name)
        node.decorator_list = [self.visit(entry) for entry in node.decorator_list]
        self.type_parameters(node)
        node.args = self.visit(node.args)
        if node.returns is not None:
            node.returns = self.annotation(node.returns)
        with self.scope(self.enter_function(node)) as scope:
            body = self.visit_body(node.body)
        self.check_parameters_once(scope, body, place=1 if has_docstring(body) else 0)
        node.body = body
        return node

    # Beyond RestrictedPython: special methods of any name. Whoever calls one, calls code of the script, with
    # objects that the operator would have handed over anyway.
    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        """Visit a lambda in a scope of its own."""
        node.args = self.visit(node.args)
        with self.scope(self.enter_function(node)):
            node.body = self.visit(node.body)
        return node

    def type_parameters(self, node: Any) -> None:
        """Visit `[T: bound]` (Python 3.12); its scopes read class variables, so nothing in them is stable."""
        for parameter in getattr(node, "type_params", ()):
            self.check_name(parameter, parameter.name)
            with self.scope(Scope("annotation")):
                for field in ("bound", "default_value"):
                    if getattr(parameter, field, None) is not None:
                        setattr(parameter, field, self.visit(getattr(parameter, field)))

    def visit_TypeAlias(self, node: Any) -> Any:
        """Visit `type X = …` (Python 3.12)."""
        node.name = self.visit(node.name)
        self.type_parameters(node)
        with self.scope(Scope("annotation")):
            node.value = self.visit(node.value)
        return node

    # Beyond RestrictedPython: bases, metaclass and keywords stay as written. A class is nothing but the
    # script's own functions; what its special methods are called with, they are called with by operators too.
    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Visit a class; its body reads guards as globals."""
        self.check_name(node, node.name)
        node.decorator_list = [self.visit(entry) for entry in node.decorator_list]
        self.type_parameters(node)
        node.bases = [self.visit(entry) for entry in node.bases]
        node.keywords = [self.visit(entry) for entry in node.keywords]
        outer, self.class_name = self.class_name, node.name
        with self.scope(Scope("class")) as scope:
            body = self.visit_body(node.body)
        self.class_name = outer
        # Threat: the names of a class body are looked up in what the metaclass's __prepare__ returns, code of
        # the script; declared global, the guards are not.
        declared = ast.copy_location(ast.Global([*names.HIDDEN, *scope.temporaries]), body[0])
        body.insert(1 if has_docstring(body) else 0, declared)
        node.body = body
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        """Visit the module and keep the value of its last expression."""
        body = self.visit_body(node.body)
        if body and isinstance(body[-1], ast.Expr):
            last = body[-1]
            target = ast.copy_location(ast.Name(names.VALUE, ast.Store()), last)
            kept = ast.copy_location(ast.Assign([target], last.value), last)
            if len(body) == 1 and has_docstring(body):
                body.append(kept)
            else:
                body[-1] = kept
        node.body = body
        return node

    # Beyond RestrictedPython: any module name and `*`. The importer decides by an exact list of names and
    # returns facades; here only the names are checked that the interpreter reads from those by itself.
    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> Any:
        """Check the names that are bound and those that are read from the module."""
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            return self.star_import(node)
        for alias in node.names:
            self.check_name(node, alias.asname or alias.name.partition(".")[0])
            for part in alias.name.split("."):
                if kind_of(part) is Kind.REFUSED or (is_dunder(part) and kind_of(part) is not Kind.FREE):
                    self.refuse(node, f"import of {part!r}", "it leads to the interpreter's internals")
        return node

    visit_ImportFrom = visit_Import

    def star_import(self, node: ast.ImportFrom) -> ast.AST:
        """Bind a module's public names by a guard, which never binds a name that is no identifier."""
        if self.scopes[-1].kind != "module":
            self.refuse(node, "import *", "it is allowed at the level of the module only", "name what you import")
        imported = call(
            names.STAR, [text(node.module or "", node), ast.copy_location(ast.Constant(node.level), node)], node
        )
        return ast.copy_location(ast.Expr(imported), node)


def has_docstring(body: list[Any]) -> bool:
    """Tell whether *body* begins with a docstring."""
    first = body[0] if body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and type(first.value.value) is str
