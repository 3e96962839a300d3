import statistics as st
import random
import math

random.seed(42)
data = [round(random.gauss(100, 15), 2) for _ in range(50)]
print(len(data), st.mean(data), st.median(data), st.stdev(data), st.quantiles(data, n=4))
print(math.isclose(sum(data), math.fsum(data)), min(data), max(data))
print(random.choice("abc"), random.sample(range(100), 5), random.randint(1, 6), random.shuffle(data) is None)
buckets = {}
for x in data:
    buckets.setdefault(int(x // 10) * 10, []).append(x)
for k in sorted(buckets):
    print(f"{k:>4}-{k + 9:<4}{'#' * len(buckets[k])}")
