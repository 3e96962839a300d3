import sys
def depth(n): return 1 + depth(n + 1)
try: depth(0)
except RecursionError as e: print("RecursionError", str(e)[:32])
sys.setrecursionlimit(3000)
print(sys.getrecursionlimit())
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(len(str(fact(500))))
