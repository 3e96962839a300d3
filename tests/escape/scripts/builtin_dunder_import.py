os = __import__("os")
if os.system:
    print("PWNED")
