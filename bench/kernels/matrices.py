def kernel(n):
    """Multiply matrices held as lists of lists."""
    size = 0
    while (size + 1) ** 3 <= n:
        size += 1
    a = [[i * j % 7 for j in range(size)] for i in range(size)]
    b = [[(i + j) % 5 for j in range(size)] for i in range(size)]
    result = [[0] * size for _ in range(size)]
    for i in range(size):
        row = result[i]
        for j in range(size):
            total = 0
            for k in range(size):
                total += a[i][k] * b[k][j]
            row[j] = total
    return sum(result[i][i] for i in range(size))
