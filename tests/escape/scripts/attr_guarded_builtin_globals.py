# unguarded: it attacks the guards themselves
print("PWNED", getattr.__globals__)
