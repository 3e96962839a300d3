# getattr of a constant harmless name is decided when compiling; a starred argument moves the name.
def f():
    pass
value = getattr(*[f, "__globals__"], "x")
if value != "x":
    print("PWNED", value)
