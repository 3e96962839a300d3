def f():
    pass
print("PWNED", f._＿globals_＿)
