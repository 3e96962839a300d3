def f():
    pass
try:
    assert False, f.__globals__
except AssertionError as e:
    print("PWNED", e.args)
