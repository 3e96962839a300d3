def f():
    return (yield)
g = f()
next(g)
try:
    g.send(1)
except StopIteration as e:
    print("PWNED", getattr(e, "__traceback__").tb_frame)
