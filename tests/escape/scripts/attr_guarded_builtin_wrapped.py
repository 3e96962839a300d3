# unguarded: it attacks the guards themselves
print("PWNED", getattr(getattr, "__defaults__"), getattr(getattr, "__kwdefaults__"))
