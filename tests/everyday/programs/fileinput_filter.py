import fileinput, sys
n = 0
with fileinput.input(files=("data/text.txt", "etc/hosts")) as f:
    for line in f:
        if f.isfirstline():
            print("==", f.filename())
        n += 1
        print(f.filelineno(), line.rstrip())
print(n)
for line in fileinput.input("etc/hosts", inplace=True):
    print(line.replace("web1", "www1"), end="")
print(open("etc/hosts").read())
