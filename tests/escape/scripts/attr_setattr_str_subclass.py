class Name(str):
    def startswith(self, *a):
        return False
def f():
    return 1
def g():
    return 2
setattr(f, Name("__code__"), getattr(g, Name("__code__")))
if f() == 2:
    print("PWNED")
