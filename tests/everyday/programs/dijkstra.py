import heapq
from math import inf
from collections import defaultdict
class Graph:
    def __init__(self, edges):
        self.adj = defaultdict(dict)
        for a, b, w in edges:
            self.adj[a][b] = self.adj[b][a] = w
    def shortest(self, src):
        dist = defaultdict(lambda: inf, {src: 0}); prev = {}; heap = [(0, src)]
        while heap:
            d, u = heapq.heappop(heap)
            if d > dist[u]: continue
            for v, w in self.adj[u].items():
                if (nd := d + w) < dist[v]:
                    dist[v] = nd; prev[v] = u
                    heapq.heappush(heap, (nd, v))
        return dict(dist), prev
dist, prev = Graph([("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5)]).shortest("a")
print(dist)
node, path = "d", []
while node: path.append(node); node = prev.get(node)
print(" -> ".join(reversed(path)))
