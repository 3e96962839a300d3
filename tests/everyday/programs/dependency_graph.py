"""Order tasks by their dependencies, find cycles, and print a build plan with levels."""
from collections import defaultdict, deque
from graphlib import CycleError, TopologicalSorter
import json

SPEC = """
app: web, db, cache
web: templates static
db: migrations
migrations:
cache:
templates:
static: assets
assets:
"""


def parse(text):
    graph = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, deps = line.partition(":")
        graph[name] = deps.replace(",", " ").split()
    return graph


def levels(graph):
    ts = TopologicalSorter(graph)
    ts.prepare()
    n = 0
    while ts.is_active():
        ready = sorted(ts.get_ready())
        yield n, ready
        ts.done(*ready)
        n += 1


def kahn(graph):
    indeg = {k: len(v) for k, v in graph.items()}
    rev = defaultdict(set)
    for node, deps in graph.items():
        for d in deps:
            rev[d].add(node)
    q = deque(sorted(k for k, v in indeg.items() if not v))
    while q:
        n = q.popleft()
        yield n
        for m in sorted(rev[n]):
            indeg[m] -= 1
            if not indeg[m]:
                q.append(m)


def closure(graph, node, seen=None):
    seen = set() if seen is None else seen
    for dep in graph.get(node, ()):
        if dep not in seen:
            seen.add(dep)
            closure(graph, dep, seen)
    return seen


def tree(graph, node, prefix="", last=True, root=True):
    yield node if root else f"{prefix}{'└── ' if last else '├── '}{node}"
    kids = graph[node]
    for i, kid in enumerate(kids):
        ext = "" if root else prefix + ("    " if last else "│   ")
        yield from tree(graph, kid, ext, i == len(kids) - 1, False)


g = parse(SPEC)
for level, names in levels(g):
    print(level, *names)
print(" -> ".join(kahn(g)))
print(sorted(closure(g, "app")), len(closure(g, "cache")))
print("\n".join(tree(g, "app")))
g["assets"].append("web")
try:
    list(TopologicalSorter(g).static_order())
except CycleError as e:
    print("cycle:", e.args[0], sorted(set(e.args[1])))
print(json.dumps({k: sorted(v) for k, v in g.items()}, sort_keys=True))
