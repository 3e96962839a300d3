"""Read Python source: functions, complexity, imports, missing docstrings, TODOs; no execution."""
import ast
import sys
import tokenize
import io
from collections import Counter
from pathlib import Path

SOURCE = '''
"""Module doc."""
import os, sys as system
from pathlib import Path as P

LIMIT = 10  # TODO: configure

class Base:
    """A base."""
    attr: int = 1

    def method(self, a, b=2, *args, c, **kw):
        for x in args:
            if x and a or b:
                while True:
                    break
        return [y for y in args if y]

    @staticmethod
    def s(): pass

async def fetch(url: str) -> bytes:
    """Fetch."""
    try:
        return await get(url)
    except (OSError, ValueError):  # FIXME later
        raise

def outer():
    def inner(n):
        return n if n < 2 else inner(n - 1)
    return inner
'''
BRANCH = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.BoolOp, ast.IfExp, ast.comprehension)


class Visitor(ast.NodeVisitor):
    def __init__(self):
        self.stack, self.found, self.imports = [], [], Counter()

    def visit_Import(self, node):
        self.imports.update(a.name for a in node.names)

    def visit_ImportFrom(self, node):
        self.imports[node.module] += len(node.names)

    def visit_ClassDef(self, node):
        self.stack.append(node.name)
        self.generic_visit(node)
        self.stack.pop()

    def _function(self, node):
        self.stack.append(node.name)
        score = 1 + sum(isinstance(n, BRANCH) for n in ast.walk(node))
        self.found.append((".".join(self.stack), node.lineno, type(node).__name__, score, bool(ast.get_docstring(node)), ast.unparse(node.args)))
        self.generic_visit(node)
        self.stack.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = _function


tree = ast.parse(SOURCE, "sample.py")
v = Visitor()
v.visit(tree)
for row in v.found:
    print(*row)
print(dict(v.imports), ast.get_docstring(tree))
names = Counter(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
print(sorted(names.items(), key=lambda kv: (-kv[1], kv[0]))[:4])


class Renamer(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Name("LIMITS" if node.id == "LIMIT" else node.id, node.ctx), node)

    def visit_Constant(self, node):
        return ast.Constant(node.value * 2) if isinstance(node.value, int) and not isinstance(node.value, bool) else node


print(ast.unparse(ast.fix_missing_locations(Renamer().visit(ast.parse("x = LIMIT + 3 if True else [4]")))))
print(ast.dump(ast.parse("f(a, *b, k=1)", mode="eval")))
print(ast.literal_eval("{'a': [1, 2.5, None], 'b': (True, b'x')}"))
for bad in ("def f(:", "x = (1", "a b"):
    try:
        ast.parse(bad, "bad.py")
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.filename, e.lineno, e.offset)
try:
    ast.literal_eval("__import__('os')")
except ValueError as e:
    print(str(e).split(":")[0].split(" at ")[0])
for tok in tokenize.generate_tokens(io.StringIO(SOURCE).readline):
    if tok.type == tokenize.COMMENT:
        print(tok.start[0], tok.string)
for path in sorted(Path("tree").rglob("*.py")):
    mod = ast.parse(path.read_text(), str(path))
    print(path, [type(n).__name__ for n in mod.body])
