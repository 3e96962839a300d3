# unguarded: it attacks the guards themselves
# needs: leaky
# A parameter is checked once where a function begins; every way to rebind it must undo that.
from leaky import Holder
class Good:
    def __init__(self):
        self._os = 1
class With:
    def __enter__(self):
        return Holder()
    def __exit__(self, *a):
        return None
def a(it):
    it._os, it._os
    for it in [Holder()]:
        return it._os
def b(it):
    it._os, it._os
    with With() as it:
        return it._os
def c(it):
    it._os, it._os
    if (it := Holder()):
        return it._os
def d(it):
    it._os, it._os
    match Holder():
        case it:
            return it._os
def e(it):
    it._os, it._os
    [it] = [Holder()]
    return it._os
def f(it):
    it._os, it._os
    return [it._os for it in [Holder()]][0]
def g(it):
    it._os, it._os
    [0 for _ in [1] if (it := Holder())]
    return it._os
def h(it):
    def swap():
        nonlocal it
        it = Holder()
    it._os, it._os
    swap()
    return it._os
def i(it):
    it._os, it._os
    del it
    it, x = Holder(), 1
    return it._os
def j(it):
    it._os, it._os
    match {"k": Holder()}:
        case {"k": Holder() as it}:
            return it._os
def k(it):
    it._os, it._os
    class C:
        nonlocal it
        it = Holder()
    return it._os
def l(it):
    it._os, it._os
    return (lambda it: (it._os, it._os))(Holder())[0]
def m(it):
    it._os, it._os
    def inner(it=Holder()):
        return it._os
    return inner()
def n(it):
    it._os, it._os
    class C:
        it = Holder()
        value = it._os
    return C.value
def o(it):
    it._os, it._os
    def it():
        pass
    it = it and Holder()
    return it._os
def p(it):
    it._os, it._os
    match [Holder()]:
        case [*it]:
            it, = it
            return it._os
def q(it):
    it._os, it._os
    try:
        raise ValueError(Holder())
    except ValueError as it:
        return it.args[0]._os
def r(*it, **kw):
    for it in it:
        it._os
    it = Holder()
    return it._os
found = []
for attack in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r):
    try:
        value = attack(Good())
    except AttributeError:
        continue
    if value != 1:
        found.append(attack.__name__)
if found:
    print("PWNED", found)
