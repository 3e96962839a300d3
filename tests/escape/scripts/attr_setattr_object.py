import_target = []
class C:
    pass
def f():
    return 1
def g():
    return 2
object.__setattr__(f, "__code__", g.__code__)
if f() == 2:
    print("PWNED")
