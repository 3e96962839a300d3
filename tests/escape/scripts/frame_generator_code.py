def f():
    yield 1
print("PWNED", getattr(f(), "gi_code").co_consts)
