import os
skip = {"deep", "empty"}
for root, dirs, files in os.walk("tree"):
    dirs[:] = sorted(d for d in dirs if d not in skip)
    print(root, dirs, sorted(f for f in files if not f.startswith("d")))
print(sum(len(f) for _, _, f in os.walk("nothing")))
def onerr(e): print("err", type(e).__name__)
list(os.walk("nothing", onerror=onerr))
