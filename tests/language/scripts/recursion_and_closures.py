def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(50))
def deep(n): return deep(n + 1)
try: deep(0)
except RecursionError: print("recursion")
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda: i for i in range(3)]])
def make():
    items = []
    def add(x): items.append(x); return items
    def clear():
        nonlocal items
        items = []
    return add, clear
a, c = make(); a(1); a(2); c(); print(a(3))
class Node:
    def __init__(self, v, nxt=None): self._v, self._next = v, nxt
n = Node(1, Node(2, Node(3)))
def walk(node):
    total = 0
    while node is not None:
        total += node._v
        node = node._next
    return total
print(walk(n), n._next._next._v)
n._next._v += 10; n._next._next = None; print(walk(n))
