"""An LRU cache three ways: OrderedDict, doubly linked list, functools."""
from collections import OrderedDict
from functools import lru_cache, cached_property
import sys


class LRU(OrderedDict):
    def __init__(self, maxsize=3, /, *args, **kw):
        self.maxsize = maxsize
        self.evicted = []
        super().__init__(*args, **kw)

    def __getitem__(self, key):
        value = super().__getitem__(key)
        self.move_to_end(key)
        return value

    def __setitem__(self, key, value):
        if key in self:
            self.move_to_end(key)
        super().__setitem__(key, value)
        if len(self) > self.maxsize:
            oldest = next(iter(self))
            self.evicted.append(oldest)
            del self[oldest]


class Node:
    __slots__ = "key", "value", "prev", "next"

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.prev = self.next = self


class LinkedLRU:
    def __init__(self, capacity: int):
        self._cap, self._map, self._root = capacity, {}, Node()
        self.hits = self.misses = 0

    def _unlink(self, n):
        n.prev.next, n.next.prev = n.next, n.prev

    def _push(self, n):
        last = self._root.prev
        last.next = self._root.prev = n
        n.prev, n.next = last, self._root

    def get(self, key, default=None):
        if (node := self._map.get(key)) is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(node)
        self._push(node)
        return node.value

    def put(self, key, value):
        if node := self._map.get(key):
            self._unlink(node)
            node.value = value
        else:
            node = self._map[key] = Node(key, value)
            if len(self._map) > self._cap:
                victim = self._root.next
                self._unlink(victim)
                del self._map[victim.key]
        self._push(node)

    def __iter__(self):
        node = self._root.next
        while node is not self._root:
            yield node.key
            node = node.next

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self))})"


c = LRU(2, a=1)
c["b"] = 2
c["a"]
c["c"] = 3
print(list(c.items()), c.evicted)
l = LinkedLRU(2)
for k in "abac":
    l.put(k, k.upper())
print(l, l.get("b"), l.get("a"), l, l.hits, l.misses)


@lru_cache(maxsize=None)
def ways(n, coins=(1, 2, 5)):
    if n == 0:
        return 1
    return sum(ways(n - c, tuple(x for x in coins if x <= c)) for c in coins if c <= n)


print(ways(30), ways.cache_info().hits > 0, ways.cache_parameters())
ways.cache_clear()
print(ways.cache_info())


class Circle:
    def __init__(self, r):
        self.r = r

    @cached_property
    def area(self):
        print("computing")
        return round(3.14159 * self.r**2, 3)


k = Circle(2)
print(k.area, k.area, "area" in vars(k))
del k.area
print(k.area)
