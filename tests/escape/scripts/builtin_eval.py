print("PWNED", eval("1"))
