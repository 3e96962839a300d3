def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, a=7, z=8), f(*[1, 2], **{"d": 3}))
for bad in (lambda: f(), lambda: f(1), lambda: f(1, d=1, e=2, b=3, c=4)):
    try: print(bad())
    except TypeError as e: print(e)
def g(*, _k): return _k
print(g(_k=1), f.__name__, f.__doc__, g.__qualname__, f.__defaults__, f.__kwdefaults__)
def h(x, y=[]): y.append(x); return y
h(1); print(h(2))
h.counter = 0; h.counter += 1; h._private = "p"; h.__doc__ = "set"; h.__name__ = "renamed"
print(h.counter, h._private, h.__doc__, h.__name__, h.__dict__)
print((lambda x, *y, z=1, **k: (x, y, z, k))(1, 2, z=3, w=4))
def deco(n):
    def wrap(fn):
        def inner(*a, **k): return (n, fn(*a, **k))
        inner.__name__ = fn.__name__; inner.__wrapped__ = fn; inner.__doc__ = fn.__doc__
        return inner
    return wrap
@deco(1)
@deco(2)
def k(x):
    "kdoc"
    return x
print(k(5), k.__name__, k.__doc__, k.__wrapped__.__wrapped__(6))
class C:
    @deco("m")
    def m(self): return self.__class__.__name__
    f = lambda self: "lambda method"
print(C().m(), C().f(), C().m.__func__ is C.__dict__["m"], C().f.__self__.__class__.__name__)
def rec(n): return 1 if n <= 1 else n * rec(n - 1)
print(rec(20))
def docless(): pass
print(docless.__doc__, docless.__module__)
