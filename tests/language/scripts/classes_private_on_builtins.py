class E(Exception):
    def __init__(self):
        super().__init__("m")
        self._code = 4
class D(dict):
    _tag = "d"
    def __init__(self, *a):
        super().__init__(*a)
        self._n = len(self)
class I(int):
    def _twice(self):
        return self * 2
from collections import OrderedDict, namedtuple, UserDict
from enum import Enum
class O(OrderedDict):
    def __init__(self):
        super().__init__()
        self._log = []
class U(UserDict):
    def __init__(self):
        super().__init__()
        self._hits = 0
    def __getitem__(self, k):
        self._hits += 1
        return super().__getitem__(k)
P = namedtuple("P", "x y")
class Q(P):
    def _sum(self):
        return self.x + self.y
class Color(Enum):
    RED = 1
    GREEN = 2
    def _label(self):
        return self.name.lower()
u = U()
u["a"] = 1
u["a"]
print(E()._code, D(a=1)._n if False else D({"a": 1})._n, D._tag, I(4)._twice(), O()._log, u._hits)
print(P(1, 2)._asdict(), P._fields, P(1, 2)._replace(x=5), P._make([3, 4]), Q(1, 2)._sum(), Q(1, 2)._replace(y=9))
print(Color.RED._label(), Color.RED._value_, Color["GREEN"], Color(2), list(Color), Color.RED.__class__.__name__)
