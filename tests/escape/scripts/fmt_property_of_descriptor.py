# str.format as a descriptor, bound by hand.
class C:
    pass
def g():
    pass
bound = str.format.__get__("{0.__globals__}", str)
print("PWNED", bound(g))
