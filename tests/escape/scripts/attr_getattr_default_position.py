def f():
    pass
print("PWNED", getattr(f, *["__globals__"]), getattr(f, "__glo" "bals__"))
