def f():
    try:
        yield
    except ValueError as e:
        yield e.__traceback__
g = f()
next(g)
tb = g.throw(ValueError())
print("PWNED", tb.tb_frame)
