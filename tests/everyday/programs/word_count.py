import sys
from collections import Counter
import string

def words(path):
    with open(path) as f:
        for line in f:
            for w in line.split():
                w = w.strip(string.punctuation).lower()
                if w:
                    yield w

c = Counter(words("data/text.txt"))
for w, n in c.most_common(10):
    print("%-15s %3d %s" % (w, n, "*" * n))
print("total: {} unique: {}".format(sum(c.values()), len(c)))
