"""Every operator of an own class: plain, reflected, in place, unary; the order in which operands are evaluated."""
calls = []


def said(name):
    def method(self, *others):
        calls.append((name, *[getattr(other, "tag", other) for other in others]))
        return name

    return method


BINARY = "add sub mul matmul truediv floordiv mod pow lshift rshift and xor or".split()
UNARY = "neg pos invert abs".split()
Everything = type(
    "Everything",
    (),
    {f"__{prefix}{name}__": said(prefix + name) for name in BINARY for prefix in ("", "r")}
    | {f"__{name}__": said(name) for name in UNARY}
    | {"tag": "E"},
)
e = Everything()
assert e + 1 == "add" and 1 + e == "radd"
assert e - 1 == "sub" and 1 - e == "rsub"
assert e * 1 == "mul" and 1 * e == "rmul"
assert e @ 1 == "matmul" and 1 @ e == "rmatmul"
assert e / 1 == "truediv" and 1 / e == "rtruediv"
assert e // 1 == "floordiv" and 1 // e == "rfloordiv"
assert e % 1 == "mod" and 1 % e == "rmod"
assert e ** 1 == "pow" and 1 ** e == "rpow"
assert e << 1 == "lshift" and 1 << e == "rlshift"
assert e >> 1 == "rshift" and 1 >> e == "rrshift"
assert e & 1 == "and" and 1 & e == "rand"
assert e ^ 1 == "xor" and 1 ^ e == "rxor"
assert e | 1 == "or" and 1 | e == "ror"
assert (-e, +e, ~e, abs(e)) == ("neg", "pos", "invert", "abs")
assert divmod(7, 2) == (3, 1)


class InPlace:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, other):
        calls.append("iadd")
        return InPlace(self.value + other)

    def __isub__(self, other):
        return NotImplemented

    def __sub__(self, other):
        return InPlace(self.value - other)


p = q = InPlace(5)
p += 3
assert (p.value, q.value) == (8, 5)
p -= 2
assert p.value == 6
try:
    p *= 2
except TypeError as error:
    assert str(error) == "unsupported operand type(s) for *=: 'InPlace' and 'int'"

order = []


def at(number, value):
    order.append(number)
    return value


at(1, {})[at(2, "k")] = at(0, 5)
assert order == [0, 1, 2]
order.clear()
box = {"k": 1}
at(1, box)[at(2, "k")] += at(3, 5)
assert order == [1, 2, 3] and box == {"k": 6}
order.clear()
at(1, 3) < at(2, 2) < at(3, 9)
assert order == [1, 2]
order.clear()
dict([(at(1, "a"), at(2, 0))], **{at(3, "b"): at(4, 1)})
assert order == [1, 2, 3, 4]
order.clear()
{at(1, "a"): at(2, 0), at(3, "b"): at(4, 1)}
assert order == [1, 2, 3, 4]
order.clear()
at(1, print) if at(2, True) else at(3, 0)
assert order == [2, 1]
x, y = 1, 2
x, y = y, x
assert (x, y) == (2, 1)
i = 0
row = [0, 0, 0]
i, row[i] = 1, 7
assert row == [0, 7, 0]
row[i] = i = 2  # targets from left to right
assert (row, i) == ([0, 2, 0], 2)
assert 1 < 2 < 3 != 4 > 3 >= 3
assert not 1 < 3 < 2
assert (1 if [] else 2) == 2 and ([] or "x") == "x" and (0 and 1 / 0) == 0
print(len(calls), calls[:6])
