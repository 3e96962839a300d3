import __main__
setattr(__main__, "guard read", lambda *a: 1)
print("PWNED")
