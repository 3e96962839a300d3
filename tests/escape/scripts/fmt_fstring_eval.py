value = f"{eval('1')}"
print("PWNED", value)
