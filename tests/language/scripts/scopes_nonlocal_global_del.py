def counter():
    n = 0
    def bump():
        nonlocal n
        n += 1
        return n
    return bump
c = counter()
c(); print(c())
total = 0
def add(x):
    global total, made
    total += x
    made = "here"
add(3); add(4); print(total, made)
x = [1, 2, 3, 4]
del x[0], x[-1:]
print(x)
class A:
    pass
a = A()
a.p = a._q = 1
del a.p, a._q
print(vars(a))
def f():
    y = 1
    del y
    try:
        y
    except UnboundLocalError as e:
        print(e)
f()
del (a, (c))
try:
    a
except NameError as e:
    print(e)
def outer():
    x = "outer"
    class C:
        x = "class"
        def m(self):
            return x
        y = [x for _ in range(1)]
        z = (lambda: x)()
    return C.x, C().m(), C.y, C.z
print(outer())
