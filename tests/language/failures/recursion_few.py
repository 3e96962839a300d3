def down(n):
    if n == 0:
        raise ValueError("at the bottom")
    return down(n - 1)


down(6)
