class S(str):
    pass
got = []
class T:
    def __radd__(self, other):
        got.append(other)
        return other
def f():
    pass
s = S("{0.__globals__}")
s.format += T()
print("PWNED", got[0](f))
