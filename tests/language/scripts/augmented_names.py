x = 1
x += 2; print(x)
x -= 1; x *= 10; x //= 3; x **= 2; x %= 7; x <<= 3; x |= 1; x ^= 5; x &= 0xff; x >>= 1
print(x)
y = 7.0
y /= 2
print(y)
s = [1]
alias = s
s += [2]
print(alias, s is alias)
class M:
    def __imatmul__(self, other):
        print("imatmul", other)
        return self
m = M()
m @= 3
