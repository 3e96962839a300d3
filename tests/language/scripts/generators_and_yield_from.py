def g(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
        return "done"
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("finally")
x = g(3); print(next(x), x.send("hello"), next(x))
try: next(x)
except StopIteration as e: print("value", e.value)
y = g(3); next(y); print(y.throw(ValueError("v"))); y.close()
def outer():
    r = yield from g(2)
    print("r", r)
    yield from [10, 20]
print(list(outer()))
print(sum(i * i for i in range(5)), list(zip(g(0), g(0))))
def echo():
    while True:
        v = yield
        if v is None: return
        print("echo", v)
e = echo(); next(e); e.send(1)
try: e.send(None)
except StopIteration: print("stopped")
print(x.__name__, g(1).__class__.__name__, e.gi_running)
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), max(It()), [*It(), 0])
