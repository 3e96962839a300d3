"""Vectors and matrices with operator overloading, slicing, pickling-free copies and formatting."""
from __future__ import annotations

import copy
import math
from fractions import Fraction
from numbers import Number
from typing import Iterable, overload


class Vec(tuple):
    def __new__(cls, *xs):
        return super().__new__(cls, xs[0] if len(xs) == 1 and isinstance(xs[0], Iterable) else xs)

    def __add__(self, o): return Vec(a + b for a, b in zip(self, o, strict=True))
    def __sub__(self, o): return Vec(a - b for a, b in zip(self, o, strict=True))
    def __mul__(self, k): return Vec(a * k for a in self) if isinstance(k, Number) else sum(a * b for a, b in zip(self, k))
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __abs__(self): return math.hypot(*self)
    def __repr__(self): return f"Vec({', '.join(map(str, self))})"
    def __format__(self, spec): return "<" + " ".join(format(x, spec or "") for x in self) + ">"


class Matrix:
    def __init__(self, rows):
        self.rows = [list(map(Fraction, r)) for r in rows]

    shape = property(lambda self: (len(self.rows), len(self.rows[0])))

    def __getitem__(self, key):
        i, j = key if isinstance(key, tuple) else (key, slice(None))
        picked = self.rows[i] if isinstance(i, slice) else [self.rows[i]]
        out = [r[j] if isinstance(j, slice) else [r[j]] for r in picked]
        return out[0][0] if not isinstance(i, slice) and not isinstance(j, slice) else Matrix(out)

    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = Fraction(value)

    def __matmul__(self, o):
        cols = list(zip(*o.rows))
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in cols] for r in self.rows])

    def __imatmul__(self, o):
        self.rows = (self @ o).rows
        return self

    def __pow__(self, n):
        result = Matrix.identity(self.shape[0])
        for _ in range(n):
            result @= self
        return result

    def __eq__(self, o): return isinstance(o, Matrix) and self.rows == o.rows

    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def T(self): return Matrix(zip(*self.rows))

    def det(self):
        m, sign, d = copy.deepcopy(self.rows), 1, Fraction(1)
        n = len(m)
        for c in range(n):
            p = next((r for r in range(c, n) if m[r][c]), None)
            if p is None:
                return Fraction(0)
            if p != c:
                m[c], m[p] = m[p], m[c]
                sign = -sign
            d *= m[c][c]
            for r in range(c + 1, n):
                f = m[r][c] / m[c][c]
                m[r] = [a - f * b for a, b in zip(m[r], m[c])]
        return d * sign

    def __str__(self):
        cells = [[str(x) for x in r] for r in self.rows]
        w = max(len(c) for r in cells for c in r)
        return "\n".join("[" + " ".join(f"{c:>{w}}" for c in r) + "]" for r in cells)


a, b = Vec(1, 2, 2), Vec([3, 0, 4])
print(a + b, a - b, a * 2, 2 * a, a * b, abs(a), -a, f"{a:.1f}", f"{b}")
try:
    a + Vec(1)
except ValueError as e:
    print(e)
m = Matrix([[2, "1/2", 0], [1, 3, 1], [0, 1, 4]])
print(m, m.det(), m.T[0], m[1, 2], m[0:2, 1:].shape, sep="\n")
print(Matrix([[1, 1], [1, 0]]) ** 10, Matrix.identity(2) @ Matrix([[1, 2], [3, 4]]) == Matrix([[1, 2], [3, 4]]))
c = copy.copy(m)
d = copy.deepcopy(m)
m[0, 0] = 9
print(c[0, 0], d[0, 0], c == m, d == m)
