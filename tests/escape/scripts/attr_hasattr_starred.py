def f():
    pass
if hasattr(*[f, "__globals__"]):
    print("PWNED")
