"""Which modules a script imports that no script has, and what serves instead; nothing of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from rexpy.worker.stdlib.modules import is_available
from rexpy.worker.stdlib.unavailable import explain

MAX_MISSING: Final = 200
_CAUGHT: Final = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


class Missing(NamedTuple):
    """One import of a module that scripts do not have."""

    line: int
    module: str
    message: str


def missing_of(tree: ast.Module) -> list[Missing]:
    """Return the imports of the script *tree* that will fail and that it does not catch; at most `MAX_MISSING`."""
    found = {Missing(line, module, explain(module)) for line, module in _imports(tree.body) if not is_available(module)}
    return sorted(found)[:MAX_MISSING]


def _imports(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
        elif isinstance(node, ast.Try) and any(map(_catches, node.handlers)):
            pending += [*node.handlers, *node.orelse, *node.finalbody]
        elif not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            pending += ast.iter_child_nodes(node)


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _CAUGHT) for kind in kinds)
