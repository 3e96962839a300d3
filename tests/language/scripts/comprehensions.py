m = [[1, 2], [3, 4]]
print([x for r in m for x in r if x % 2], {x: y for x, y in m}, {x for r in m for x in r} == {1, 2, 3, 4})
print([[y * x for y in range(3)] for x in range(3)], [(lambda: i)() for i in range(3)])
x = "outer"
[x for x in range(3)]
print(x, [y := 5, y ** 2], y)
print({**{"a": 1}, "b": 2}, [*range(3), *"ab"], (*[1], 2), {*[1], *[1]})
class C:
    n = 3
    l = [i for i in range(n)]
    d = {k: v for k, v in zip("ab", range(n))}
print(C.l, C.d)
w = [1]; print(any((last_z := z) > 0 for z in w), last_z, [a for a, *b in [(1, 2), (3,)]], [obj._v for obj in [type("T", (), {"_v": 4})()]])
def f(self): return [self._p for _ in range(2)], {self._p: self.q for q in [1]}, list(self._p + i for i in range(2))
class Q: _p = 7; q = 8
print(f(Q()))
