import fileinput

for line in fileinput.input(["/etc/passwd"]):
    if line.startswith("root:"):
        print("PWNED", line)
