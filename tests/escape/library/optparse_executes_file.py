import optparse

with open("options.py", "w") as file:
    file.write("print('PWNED')")
optparse.Values().read_file("options.py")
