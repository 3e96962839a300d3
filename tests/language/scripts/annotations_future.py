from __future__ import annotations
class Node:
    left: Node | None = None
    value: int = 0
    def put(self, other: Node, _p: self._x.__globals__ = 1) -> Node:
        self.left: Node = other
        return self
print(Node.__annotations__, Node.put.__annotations__)
x: a.b._c[d] = 1
print(__annotations__)
