# CVE-2026-4963
def f():
    pass
try:
    f.__globals__ |= {"x": 1}
except AttributeError:
    pass
print("PWNED", x)
