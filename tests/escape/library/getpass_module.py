import getpass

print("PWNED", getpass.os.getcwd())
