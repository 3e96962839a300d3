# The raw __setattr__ as the left operand of an in-place operator.
got = []
class T:
    def __radd__(self, other):
        got.append(other)
        return lambda *a: None
class C:
    pass
def f():
    return 1
def g():
    return 2
C.__setattr__ += T()
got[0](C(), "x", 1)
print("PWNED", got)
