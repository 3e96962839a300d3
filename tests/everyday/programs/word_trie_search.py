"""A trie with prefix search, fuzzy match by edit distance, and an inverted index with ranking."""
import bisect
import math
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, islice, pairwise
from pathlib import Path


class Trie:
    __slots__ = ("children", "end", "weight")

    def __init__(self):
        self.children, self.end, self.weight = {}, False, 0

    def insert(self, word):
        node = self
        for ch in word:
            node = node.children.setdefault(ch, Trie())
            node.weight += 1
        node.end = True

    def __contains__(self, word):
        node = self._find(word)
        return node is not None and node.end

    def _find(self, prefix):
        node = self
        for ch in prefix:
            if (node := node.children.get(ch)) is None:
                return None
        return node

    def words(self, prefix=""):
        def walk(node, path):
            if node.end:
                yield path
            for ch in sorted(node.children):
                yield from walk(node.children[ch], path + ch)
        if (start := self._find(prefix)) is not None:
            yield from walk(start, prefix)


@lru_cache(maxsize=None)
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


class Index:
    def __init__(self):
        self.postings = defaultdict(Counter)
        self.sizes = {}

    def add(self, doc, text):
        words = re.findall(r"[a-z]+", text.lower())
        self.sizes[doc] = len(words)
        for w in words:
            self.postings[w][doc] += 1

    def search(self, query, k=3):
        scores = Counter()
        for w in query.lower().split():
            docs = self.postings.get(w, {})
            idf = math.log((1 + len(self.sizes)) / (1 + len(docs))) + 1
            for doc, tf in docs.items():
                scores[doc] += tf / self.sizes[doc] * idf
        return [(d, round(s, 4)) for d, s in sorted(scores.items(), key=lambda kv: (-kv[1], kv[0]))[:k]]


text = Path("data/text.txt").read_text()
words = sorted(set(re.findall(r"\w+", text.lower())))
trie = Trie()
for w in words:
    trie.insert(w)
print(list(trie.words("f")), "fox" in trie, "fo" in trie, trie._find("s").weight)
print(sorted((distance("lazi", w), w) for w in words)[:3])
i = bisect.bisect_left(words, "l")
print(words[i : i + 2], list(islice(pairwise(words), 2)))
ix = Index()
for n, line in enumerate(chain(text.splitlines(), Path("logs/app.log").read_text().splitlines()[:5])):
    ix.add(f"d{n}", line)
print(ix.search("fox dog"), ix.search("message error"), ix.search("nothing"))
print(Counter(len(w) for w in words).most_common(3), max(words, key=lambda w: (len(w), w)))
