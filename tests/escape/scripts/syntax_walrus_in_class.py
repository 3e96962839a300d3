class C:
    x = (y := (lambda: 0).__globals__)
print("PWNED", C.y)
