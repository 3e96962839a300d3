import copy
a = {"l": [1, 2], "t": (1, [2])}
b = copy.copy(a); c = copy.deepcopy(a); a["l"].append(3)
print(b["l"], c["l"])
class N:
    def __init__(self): self.v = [1]; self.me = self
    def __copy__(self): n = N(); n.v = self.v; return n
    def __deepcopy__(self, memo): n = N(); n.v = copy.deepcopy(self.v, memo); return n
n = N(); print(copy.copy(n).v is n.v, copy.deepcopy(n).v is n.v)
class M:
    def __init__(self): self.x = [1]
m = M(); m2 = copy.deepcopy(m); m2.x.append(2); print(m.x, m2.x, copy.copy(m).x is m.x)
