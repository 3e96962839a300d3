class E(Exception):
    pass
e = E()
e.__setstate__({"marker": 1})
print("PWNED", e.marker)
