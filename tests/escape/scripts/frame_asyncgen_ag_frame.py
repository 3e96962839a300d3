async def f():
    yield 1
g = f()
print("PWNED", getattr(g, "ag_" + "frame").f_globals)
