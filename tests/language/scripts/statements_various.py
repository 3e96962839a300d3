for i in range(3):
    if i == 5: break
else: print("for else")
n = 3
while n:
    n -= 1
    if n == 1: continue
else: print("while else", n)
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
[a, b] = b, a; (x), y = 1, 2
print(a, b, x, y)
*init, last = "abc"; print(init, last)
i = j = k = []; i.append(1); print(j, k)
if (n := 10) > 5: print("walrus", n)
print(1 < 2 < 3, 1 < 3 < 2, not 1, 1 if 0 else 2, 5 or 1, 0 and 1, ~5, -3 // 2, 7 % -3, 2 ** -1, 1_000, 0b11, 0o17, 0xff, 1e3, 3j * 3j)
print([1, 2, 3][::-1], "abc"[1:], (1,), {1: 2}, {1, 2} & {2, 3}, b"ab"[0], r"\n", "a" "b", ..., None is None, 1 in [1], 3 not in [1])
class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): print("in", self.n); return self
    def __exit__(self, *a): print("out", self.n)
with CM(1) as c1, CM(2) as c2: print(c1.n, c2.n)
with (CM(3) as c3, CM(4)): pass
with CM((5, 6)) as box: pass
class Pair:
    def __enter__(self): return (1, [2, 3])
    def __exit__(self, *a): return False
with Pair() as (p, [q, *r]): print(p, q, r)
class O: pass
o = O()
with CM(7) as o.attr: pass
for o.x, o._y in [(1, 2), (3, 4)]: pass
print(o.x, o._y, o.attr.n)
for o.z in [9]: pass
print(o.z); del o.x
pass
if __name__ == "__main__": print("main", __name__)
print(__doc__)
x = 5; x = x; print(x); print((yield_ := 3)); lst = [3, 1, 2]; lst.sort(key=lambda v: -v); print(lst)
try: import does_not_exist_at_all
except ImportError as e: print(type(e).__name__)
match = 1; case = 2; type_ = 3; print(match, case)
print(max(3, 1), min([4, 2]), sorted({"b": 1, "a": 2}), abs(-1), divmod(7, 2), pow(2, 5, 7), round(2.567, 2), sum([1, 2]), list(map(str, [1])), list(filter(None, [0, 1])), all([]), any([]), chr(97), ord("a"), hex(255), oct(8), bin(5), ascii("é"), repr("x"), hash(1), len("abc"), list(enumerate("ab", 1)), list(reversed([1, 2])), callable(print), isinstance(1, (int, str)), issubclass(bool, int), list(iter([1])), next(iter([]), "d"), slice(1, 2), frozenset([1]), bytearray(b"a"), memoryview(b"ab")[1], complex(1, 2), object().__class__.__name__, list(range(0, 10, 3)), int("ff", 16), float("inf"), bool([]), tuple("ab"), dict(a=1), set([1]), type(1).__name__, vars(O()), getattr(o, "z"), hasattr(o, "w"))
