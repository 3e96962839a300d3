log = []
def e(x):
    log.append(x)
    return x
class C:
    pass
c = C()
def obj(n):
    log.append(n)
    return c
obj("a").x = e("value")
obj("b").y, obj("c").z = e(1), e(2)
obj("d").x = obj("e").w = e(3)
{e("k1"): e("v1"), e("k2"): e("v2")}
def f(*a, **k):
    return a, k
f(e(1), *[e(2)], k=e(3), **{"l": e(4)})
e(1) < e(5) < e(3) < e(9)
del obj("f").w
print(log)
