def f():
    pass
print("PWNED", f.__ｇｌｏｂａｌｓ__)
