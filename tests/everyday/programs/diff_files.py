import difflib
import sys
a = open("etc/app.ini").read().splitlines(keepends=True)
b = [l.replace("8080", "9090") for l in a] + ["extra = 1\n"]
sys.stdout.writelines(difflib.unified_diff(a, b, fromfile="a/app.ini", tofile="b/app.ini"))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach"]), difflib.SequenceMatcher(None, "abcd", "bcde").ratio())
sm = difflib.SequenceMatcher(a="private", b="privet")
for op in sm.get_opcodes():
    print(op)
