class Counter:
    def __init__(self):
        self.total = 0

    def add(self, value):
        self.total = self.total + self.weigh(value)

    def weigh(self, value):
        return value * 2 + 1

    def result(self):
        return self.total


def kernel(n):
    """Call methods that call methods."""
    counter = Counter()
    for i in range(n):
        counter.add(i & 15)
    return counter.result()
