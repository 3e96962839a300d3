# unguarded: it attacks the guards themselves
# What the guard raises carries no object and no frame.
def f():
    pass
try:
    getattr(f, "__globals__")
except AttributeError as e:
    print("PWNED" if getattr(e, "obj") is not None else "", e.__traceback__)
