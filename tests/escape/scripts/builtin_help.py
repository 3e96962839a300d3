# unguarded: interactive
help()
print("PWNED")
