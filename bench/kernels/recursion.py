def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def hanoi(discs, source, target, spare):
    if discs == 0:
        return 0
    return hanoi(discs - 1, source, spare, target) + 1 + hanoi(discs - 1, spare, target, source)


def kernel(n):
    """Call a function from itself."""
    total = 0
    for _ in range(n // 1000):
        total += fibonacci(13) + hanoi(7, "a", "b", "c")
    return total
