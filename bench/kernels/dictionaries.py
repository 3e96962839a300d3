def kernel(n):
    """Count words and group them by their length."""
    words = ["w" + str(i * 7919 % 997) for i in range(1000)]
    counts = {}
    groups = {}
    for i in range(n):
        word = words[i % 1000]
        counts[word] = counts.get(word, 0) + 1
        if len(word) not in groups:
            groups[len(word)] = {}
        group = groups[len(word)]
        group[word] = group.get(word, 0) + i % 3
    total = 0
    for word, count in counts.items():
        total += count * len(word)
    return total + sum(len(group) for group in groups.values())
