def pairs(n):
    for i in range(n):
        yield i, i % 7


def flatten(n):
    yield from pairs(n)
    yield from ((i, 1) for i in range(n))


def kernel(n):
    """Pull values through generators and comprehensions."""
    squares = {i: i * i for i in range(n // 10)}
    odd = [value for value in squares.values() if value % 2]
    return sum(a * b for a, b in flatten(n)) + sum(odd) % 1000003 + len({i % 11 for i in odd})
