S = type("S", (str,), {})
def f():
    pass
print("PWNED", S("{0.__globals__}").format(f))
