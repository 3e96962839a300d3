class S(str):
    pass
def f():
    pass
print("PWNED", getattr(super(S, S("{f.__globals__}")), "format_map")({"f": f}))
