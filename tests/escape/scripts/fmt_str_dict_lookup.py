f = str.__dict__["format"]
def g():
    pass
print("PWNED", f("{0.__globals__}", g))
