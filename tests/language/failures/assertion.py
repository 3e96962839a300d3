def check(values):
    assert sum(values) == 10, f"sum is {sum(values)}"


check([1, 2, 3])
