import sys
data = sys.stdin.read()
print(repr(data), sys.stdin.isatty(), list(sys.stdin))
try:
    input("name? ")
except EOFError as e:
    print("\neof", e)
for line in sys.stdin:
    print(line)
print(sys.argv, len(sys.argv))
