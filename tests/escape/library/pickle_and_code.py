# Modules that make objects, code or calls of bytes and text.
ways = 0
try:
    import pickle

    pickle.loads(b"cbuiltins\nprint\n(S'PWNED'\ntR.")
except Exception:
    ways += 1
try:
    import marshal

    print("PWNED", marshal)
except Exception:
    ways += 1
try:
    import code

    code.InteractiveInterpreter().runsource("print('PWNED')")
except Exception:
    ways += 1
try:
    import importlib

    print("PWNED", importlib.import_module("os").sys)
except Exception:
    ways += 1
try:
    import inspect

    print("PWNED", inspect.currentframe())
except Exception:
    ways += 1
try:
    import ctypes

    print("PWNED", ctypes)
except Exception:
    ways += 1
