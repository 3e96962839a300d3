def kernel(n):
    """Sort with keys, and merge by hand."""
    state = 12345
    values = []
    for _ in range(n // 4):
        state = (state * 1103515245 + 12345) % 2147483648
        values.append(state % 10007)
    ranked = sorted(values, key=lambda value: (value % 10, -value))
    values.sort(reverse=True)

    def merge_sort(items):
        if len(items) <= 1:
            return items
        middle = len(items) // 2
        left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
        merged = []
        i = j = 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j]:
                merged.append(left[i])
                i += 1
            else:
                merged.append(right[j])
                j += 1
        merged.extend(left[i:])
        merged.extend(right[j:])
        return merged

    merged = merge_sort(ranked[: n // 40])
    return values[0] + ranked[-1] + merged[0] + merged[-1]
