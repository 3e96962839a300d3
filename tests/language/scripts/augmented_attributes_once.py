calls = []
class Box:
    def __init__(self):
        self.n = 1
        self._p = 10
        self.__q = 100
    def bump(self):
        self.n += 1
        self._p += 1
        self.__q += 1
        return self.n, self._p, self.__q
b = Box()
def get():
    calls.append("get")
    return b
get().n += 5
get()._p *= 2
print(b.n, b._p, calls, b.bump())
class P:
    @property
    def v(self):
        print("read")
        return 1
    @v.setter
    def v(self, value):
        print("write", value)
p = P()
p.v += 1
Box.total = 0
Box.total += 3
print(Box.total, b.total)
b.format = 1
b.format += 1
print(b.format)
b.__dict__["n"] = 50
b.n -= 1
print(b.n)
