import re


def kernel(n):
    """Take lines of a log apart and replace in them."""
    entry = re.compile(r"(\d+)-(\w+): (.*)")
    digits = re.compile(r"\d+")
    total = 0
    for i in range(n // 10):
        line = str(i) + "-user" + str(i % 9) + ": request took " + str(i % 100) + " ms"
        found = entry.match(line)
        if found:
            total += len(found.group(2)) + len(digits.sub("#", found.group(3)))
        total += len(digits.findall(line))
    return total
