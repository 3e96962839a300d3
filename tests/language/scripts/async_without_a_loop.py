import types as _t
class Later:
    def __await__(self):
        got = yield "asked"
        return got
class ACM:
    async def __aenter__(self): return "entered"
    async def __aexit__(self, *a): print("aexit", a[0] and a[0].__name__); return True
class AIter:
    def __init__(self): self.i = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        if self.i > 2: raise StopAsyncIteration
        return self.i
async def agen():
    for i in range(3): yield i
async def main(_p=1):
    x = await Later()
    print("x", x)
    async with ACM() as e:
        print(e); raise ValueError
    async for i in AIter(): print("i", i)
    print([i async for i in agen()], [i async for i in agen() if i % 2])
    return "result"
c = main()
print(c.send(None))
try: c.send("sent")
except StopIteration as e: print(e.value)
print(c.__name__, main.__qualname__)
