def kernel(n):
    """Count primes with a sieve, then sum a nested loop."""
    flags = [True] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count += 1
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
    total = 0
    for i in range(n // 200):
        for j in range(200):
            total += (i ^ j) & 7
    return count + total
