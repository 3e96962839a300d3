f = vars(str)["format"]
def g():
    pass
print("PWNED", f("{0.__globals__}", g))
