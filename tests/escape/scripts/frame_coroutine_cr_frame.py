async def f():
    pass
c = f()
try:
    print("PWNED", getattr(c, "cr_frame").f_globals)
finally:
    c.close()
