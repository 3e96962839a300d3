# CVE-2026-55830: a parameter named like a guard.
def f(_getattr_, _write_=None, /):
    return _getattr_
def g():
    pass
f(lambda o, n: o)
print("PWNED", g.__globals__)
