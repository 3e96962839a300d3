import sys, traceback
def risky(n):
    if n == 0: raise FileNotFoundError(2, "No such file or directory", "x.txt")
    if n == 1: return {}["k"]
    if n == 2: return [][1]
    if n == 3: return int("abc")
    if n == 4: return None.foo
    if n == 5: return "a" + 1
    if n == 6: return 1 / 0
    if n == 7: raise KeyboardInterrupt
    if n == 8: return undefined_name
    if n == 9: return len(2)
    if n == 10: return b"\xff".decode()
    if n == 11: assert False, "msg"
    if n == 12: return risky()
    if n == 13: return risky(1, 2, x=3)
    if n == 14: a, b = 1, 2, 3
    if n == 15: return {1: 2}.nope
    if n == 16: raise
    if n == 17: return next(iter([]))
    if n == 18: return [1, 2].index(5)
    if n == 19: return open("tree/none/x")
    if n == 20: import json.nothing
    if n == 21: from json import nothing
    if n == 22: return "x".nope
    if n == 23: return max([])
    if n == 24: return {}[[]]
    if n == 25: return float("x")
for i in range(26):
    try: risky(i)
    except BaseException as e:
        print(i, type(e).__name__, "|", e if i not in (20, 21) else "", "|", isinstance(e, Exception), "|", traceback.format_exc().strip().splitlines()[-1].split(":")[0])
