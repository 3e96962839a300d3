"""Conway's life on a set, a maze carved by depth-first search and solved by breadth-first search; all seeded."""
import random
from collections import Counter, deque
from typing import Iterable

Cell = tuple[int, int]


def step(live: set[Cell]) -> set[Cell]:
    counts = Counter((x + dx, y + dy) for x, y in live for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {c for c, n in counts.items() if n == 3 or (n == 2 and c in live)}


def show(live: Iterable[Cell], w=8, h=6):
    live = set(live)
    return "\n".join("".join("#" if (x, y) in live else "." for x in range(w)) for y in range(h))


class Maze:
    DIRS = {"N": (0, -1), "S": (0, 1), "E": (1, 0), "W": (-1, 0)}

    def __init__(self, w, h, seed=0):
        self.w, self.h, self.rng = w, h, random.Random(seed)
        self.open = {(x, y): set() for x in range(w) for y in range(h)}
        self._carve((0, 0))

    def _carve(self, start):
        stack, seen = [start], {start}
        while stack:
            x, y = stack[-1]
            ways = [(d, (x + dx, y + dy)) for d, (dx, dy) in self.DIRS.items() if (x + dx, y + dy) in self.open and (x + dx, y + dy) not in seen]
            if not ways:
                stack.pop()
                continue
            d, nxt = self.rng.choice(ways)
            self.open[x, y].add(d)
            self.open[nxt].add("NSEW"["SNWE".index(d)])
            seen.add(nxt)
            stack.append(nxt)

    def solve(self, goal):
        prev, q = {(0, 0): None}, deque([(0, 0)])
        while q:
            cur = q.popleft()
            if cur == goal:
                break
            for d in sorted(self.open[cur]):
                nxt = tuple(a + b for a, b in zip(cur, self.DIRS[d]))
                if nxt not in prev:
                    prev[nxt] = cur
                    q.append(nxt)
        path = []
        while goal is not None:
            path.append(goal)
            goal = prev[goal]
        return path[::-1]

    def __str__(self):
        path = set(self.solve((self.w - 1, self.h - 1)))
        rows = ["+" + "--+" * self.w]
        for y in range(self.h):
            mid, low = "|", "+"
            for x in range(self.w):
                o = self.open[x, y]
                mid += ("()" if (x, y) in path else "  ") + (" " if "E" in o else "|")
                low += ("  " if "S" in o else "--") + "+"
            rows += [mid, low]
        return "\n".join(rows)


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for gen in range(3):
    print(f"gen {gen}\n{show(glider)}")
    glider = step(glider)
for _ in range(20):
    glider = step(glider)
print(sorted(glider))
m = Maze(8, 5, seed=3)
print(m)
print(len(m.solve((7, 4))), sum(len(v) for v in m.open.values()) // 2)
