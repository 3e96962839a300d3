import pwd

print("PWNED", pwd.getpwuid(0))
