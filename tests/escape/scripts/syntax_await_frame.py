class A:
    def __await__(self):
        yield self
async def f():
    await A()
c = f()
c.send(None)
try:
    print("PWNED", c.cr_await)
finally:
    c.close()
