class S(str):
    render = str.format
def f():
    pass
print("PWNED", S("{0.__globals__}").render(f))
