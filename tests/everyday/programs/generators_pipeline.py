import re, itertools
def read(path):
    with open(path) as f:
        yield from f
def grep(pat, lines):
    rx = re.compile(pat)
    return (l for l in lines if rx.search(l))
def fields(lines, *idx):
    for l in lines:
        parts = l.split()
        yield tuple(parts[i] for i in idx)
for t in itertools.islice(fields(grep("ERROR|WARN", read("logs/app.log")), 0, 1, 2), 5):
    print(*t, sep=" | ")
def chunked(it, n):
    it = iter(it)
    while batch := list(itertools.islice(it, n)):
        yield batch
print(list(chunked(range(7), 3)), sum(1 for _ in read("logs/app.log")))
g = (x * x for x in range(5))
print(next(g), next(g), list(g), next(g, "done"))
def echo():
    while True:
        got = yield
        if got is None: return
        print("got", got)
c = echo(); next(c); c.send(1)
try: c.send(None)
except StopIteration: print("stopped")
