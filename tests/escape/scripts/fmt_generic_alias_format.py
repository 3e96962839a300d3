# types.GenericAlias is the type of list[int]; it answers with the attributes of what it stands for.
Alias = type(list[int])
def f():
    pass
print("PWNED", Alias(str, ()).format("{0.__globals__}", f))
