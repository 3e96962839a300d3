# A tree becomes code.
import ast

try:
    run = getattr(__builtins__, "exec", None) or __builtins__["exec"]
    make = getattr(__builtins__, "compile", None) or __builtins__["compile"]
except Exception:
    run = make = None
try:
    run(make(ast.parse("print('PW' + 'NED', __import__('os').getpid())"), "x", "exec"))
except Exception:
    pass
