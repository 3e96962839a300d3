"""Which operations a script can be seen to use, by the names of the library that it calls; nothing of it runs.

What cannot be seen is not said: calls by computed names, paths that went through a container, the owner's modules.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from rexpy.worker.stdlib import uses_table as table

MAX_USES = 2_000
_ROUNDS = 4
_SEVERAL = frozenset({"sorted", "list", "tuple", "set", "reversed", "iter", "filter"})


class Use(NamedTuple):
    """One operation that one line can be seen to use, *by* a name of the library."""

    operation: str
    line: int
    by: str


def uses_of(tree: ast.Module) -> list[Use]:
    """Return the operations that the script *tree* can be seen to use, by line; at most `MAX_USES`."""
    nodes = list(ast.walk(tree))
    try:
        names = _Names(nodes)
        found = {use for node in nodes if isinstance(node, ast.Call) for use in names.uses(node)}
    except RecursionError:
        return []
    return sorted(found, key=lambda use: (use.line, use.operation, use.by))[:MAX_USES]


class _Names:
    """What the names of a script stand for: names of the library, and kinds of objects. Scopes are not told apart."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self.library: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.own: set[str] = set()
        for node in nodes:
            self._learn_name(node)
        self.has_paths = any(name.partition(".")[0] == "pathlib" for name in self.library.values())
        for _ in range(_ROUNDS):
            before = len(self.kinds)
            for node in nodes:
                self._learn_kind(node)
            if len(self.kinds) == before:
                break

    def _learn_name(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                self.library[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                self.library[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.own.add(node.name)

    def _learn_kind(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self.kind(value))
            case ast.AnnAssign(target=target, annotation=annotation):
                self._bind(target, self.annotated(annotation))
            case ast.NamedExpr(target=target, value=value):
                self._bind(target, self.kind(value))
            case ast.arg(arg=name, annotation=ast.expr() as annotation):
                self._set(name, self.annotated(annotation))
            case ast.FunctionDef(name=name, returns=ast.expr() as returns):
                self._set(f"{name}()", self.annotated(returns))
            case ast.For(target=target, iter=several) | ast.comprehension(target=target, iter=several):
                self._bind(target, self.kind(several)[1:-1] if self.kind(several).startswith("[") else "")
            case ast.With(items=items):
                for item in items:
                    if item.optional_vars is not None:
                        self._bind(item.optional_vars, self.kind(item.context_expr))

    def _bind(self, target: ast.expr, kind: str) -> None:
        match target:
            case ast.Name(id=name):
                self._set(name, kind)
            case ast.Attribute(attr=name):
                self._set(f".{name}", kind)

    def _set(self, name: str, kind: str) -> None:
        if kind:
            self.kinds.setdefault(name, kind)

    def dotted(self, node: ast.expr) -> str:
        """Return the full name of the library that *node* is; empty where it is none."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        first = self.library.get(node.id, node.id if node.id == "open" and node.id not in self.own else "")
        name = ".".join([first, *reversed(parts)]) if first else ""
        return name.replace("posixpath.", "os.path.", 1) if name.startswith("posixpath.") else name

    def annotated(self, node: ast.expr) -> str:
        """Return the kind of object that an annotation promises."""
        for part in ast.walk(node):
            if isinstance(part, ast.Name | ast.Attribute):
                kind = table.MAKERS.get(self.dotted(part), "")
                if kind:
                    several = isinstance(node, ast.Subscript) and not ast.unparse(node.value).endswith("Optional")
                    return f"[{kind}]" if several else kind
        return ""

    def kind(self, node: ast.expr) -> str:
        """Return the kind of object that *node* gives; empty where it cannot be seen."""
        match node:
            case ast.Name(id=name):
                return self.kinds.get(name, "")
            case ast.Attribute(value=value, attr="parent") if self.kind(value) == "Path":
                return "Path"
            case ast.Attribute(attr=name):
                return self.kinds.get(f".{name}", "")
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return "Path" if "Path" in (self.kind(left), self.kind(right)) else ""
            case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other, *_]):
                return self.kind(one) or self.kind(other)
            case ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]) | ast.Set(elts=[first, *_]):
                return self._several(self.kind(first))
            case ast.ListComp(elt=each) | ast.SetComp(elt=each) | ast.GeneratorExp(elt=each):
                return self._several(self.kind(each))
            case ast.Subscript(value=value, slice=index):
                several = self.kind(value)
                return several if isinstance(index, ast.Slice) or not several.startswith("[") else several[1:-1]
            case ast.Call():
                return self._returned(node)
        return ""

    def _several(self, kind: str) -> str:
        return f"[{kind}]" if kind and not kind.startswith("[") else ""

    def _returned(self, node: ast.Call) -> str:
        match node.func:
            case ast.Name(id=name) if name in _SEVERAL and node.args:
                return self.kind(node.args[-1])
            case ast.Name(id=name) if f"{name}()" in self.kinds:
                return self.kinds[f"{name}()"]
        made = table.MAKERS.get(self.dotted(node.func), "")
        if made or not isinstance(node.func, ast.Attribute):
            return made
        method = f"{self.kind(node.func.value)}.{node.func.attr}"
        return "Path" if method in table.SAME else table.MANY.get(method, "")

    def uses(self, node: ast.Call) -> Iterator[Use]:
        """Yield what one call can be seen to use."""
        name = self.dotted(node.func)
        if not name and isinstance(node.func, ast.Attribute):
            kind = self.kind(node.func.value)
            if not kind and self.has_paths and node.func.attr in table.ONLY_OF_PATHS:
                kind = "Path"
            name = f"{kind}.{node.func.attr}"
        for operation in self._operations(name, node):
            yield Use(operation, node.lineno, name)

    def _operations(self, name: str, node: ast.Call) -> list[str]:
        if name in table.OPENERS:
            mode = _mode(node, table.OPENERS[name])
            letter = "+" if "+" in mode else next((letter for letter in "wax" if letter in mode), "r" if mode else "")
            return table.MODES[letter].split()
        if name in table.ARCHIVES:
            mode = _mode(node, 1)
            return table.ARCHIVES[name]["r" if mode.startswith("r") else ""].split()
        if name == "logging.basicConfig":
            return ["fs.open_write"] if any(word.arg == "filename" for word in node.keywords) else []
        return (table.FUNCTIONS.get(name) or table.METHODS.get(name) or "").split()


def _mode(node: ast.Call, position: int) -> str:
    """Return the literal mode of a call that opens a file, `r` where none is given, empty where it is no literal."""
    given = [word.value for word in node.keywords if word.arg == "mode"]
    if any(isinstance(each, ast.Starred) for each in node.args) or any(word.arg is None for word in node.keywords):
        return ""
    chosen = given[0] if given else node.args[position] if len(node.args) > position else ast.Constant("r")
    return chosen.value if isinstance(chosen, ast.Constant) and isinstance(chosen.value, str) else ""
