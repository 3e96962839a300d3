def f():
    "{0.__globals__}"
print("PWNED", f.__doc__.format(f))
