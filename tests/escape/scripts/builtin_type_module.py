# needs: math
print("PWNED", __import__("math").__loader__)
