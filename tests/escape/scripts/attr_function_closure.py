def f():
    x = 1
    return lambda: x
print("PWNED", f().__closure__[0].cell_contents)
