"""while and for with else, break, continue, nested, over changing things; with try inside; comprehension conditions."""


def search(values, wanted):
    for index, value in enumerate(values):
        if value == wanted:
            break
    else:
        return "not found"
    return index


assert search("abc", "b") == 1 and search("abc", "z") == "not found" and search("", "a") == "not found"


def halve(n):
    steps = []
    while n > 1:
        if n % 2:
            n += 1
            continue
        n //= 2
        steps.append(n)
        if len(steps) > 5:
            break
    else:
        steps.append("end")
    return steps


assert halve(10) == [5, 3, 2, 1, "end"] and halve(1000)[-1] == 16


def early():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                return "returned"
        finally:
            seen.append(i)
    return "fell out"


seen = []
assert early() == "returned" and seen == [0, 1, 2]


def finally_wins():
    while True:
        try:
            return 1
        finally:
            break
    return 2


assert finally_wins() == 2
for x in []:
    pass
else:
    x = "else ran"
assert x == "else ran"
pairs = [(i, j) for i in range(3) for j in range(i) if (i + j) % 2 if i]
assert pairs == [(1, 0), (2, 1)]
grid = [[0] * 3 for _ in range(2)]
for r, row in enumerate(grid):
    for c, _ in enumerate(row):
        if c == 2:
            break
        row[c] = r * 10 + c
    else:
        raise AssertionError
assert grid == [[0, 1, 0], [10, 11, 0]]
for (first, *rest), last in [((1, 2, 3), 4), ("ab", "c")]:
    assert rest == ([2, 3] if first == 1 else ["b"]) and last in (4, "c")
for grid[0][0] in range(5):
    pass
assert grid[0][0] == 4


class Holder:
    pass


for Holder.current in "xyz":
    pass
assert Holder.current == "z"
it = iter(range(10))
for n in it:
    if n == 3:
        assert next(it) == 4
        break
assert list(it) == [5, 6, 7, 8, 9]
numbers = [1, 2, 3]
for n in numbers:
    if len(numbers) < 6:
        numbers.append(n * 10)
assert numbers == [1, 2, 3, 10, 20, 30]
total = 0
while (n := total) < 5:
    total += 2
assert (n, total) == (6, 6)
print("loops", numbers, pairs)
