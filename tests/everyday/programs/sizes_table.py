import os
from operator import itemgetter
def human(n, units=("B", "KB", "MB")):
    for u in units:
        if n < 1024: return f"{n:.1f}{u}"
        n /= 1024
    return f"{n:.1f}GB"
rows = []
for e in os.scandir("."):
    if e.is_dir(follow_symlinks=False):
        total = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(e.path) for f in fs if not os.path.islink(os.path.join(d, f)))
        rows.append((e.name, total))
for name, total in sorted(rows, key=itemgetter(1), reverse=True): print(f"{name:<12}{human(total):>10}")
w = os.get_terminal_size().columns if os.isatty(1) else 80
print("-" * min(w, 20))
