def f():
    pass
template = "{0.__glo" + "bals__}"
print("PWNED", template.format(f))
