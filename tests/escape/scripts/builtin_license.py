print("PWNED", license)
