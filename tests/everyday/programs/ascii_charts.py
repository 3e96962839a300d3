"""Bar chart, sparkline and scatter plot in text, from the sales table."""
import csv
import statistics as st
from itertools import groupby
from math import ceil, floor, isclose
from operator import itemgetter

SPARK = "▁▂▃▄▅▆▇█"


def spark(values):
    lo, hi = min(values), max(values)
    span = (hi - lo) or 1
    return "".join(SPARK[min(7, int((v - lo) / span * 8))] for v in values)


def bars(pairs, width=30):
    top = max(v for _, v in pairs)
    for label, value in pairs:
        full, frac = divmod(value / top * width, 1)
        print(f"{label:>8} |{'#' * int(full)}{'+' if frac >= .5 else ''} {value:.2f}")


def scatter(points, w=24, h=6):
    grid = [[" "] * w for _ in range(h)]
    xs, ys = zip(*points)
    for x, y in points:
        cx = round((x - min(xs)) / (max(xs) - min(xs) or 1) * (w - 1))
        cy = round((y - min(ys)) / (max(ys) - min(ys) or 1) * (h - 1))
        grid[h - 1 - cy][cx] = "*"
    for row in grid:
        print("|" + "".join(row).rstrip())
    print("+" + "-" * w)


with open("data/sales.csv", newline="") as fh:
    rows = [{**r, "amount": float(r["amount"])} for r in csv.DictReader(fh)]
rows.sort(key=itemgetter("region", "product"))
totals = [(k, sum(r["amount"] for r in g)) for k, g in groupby(rows, key=itemgetter("region"))]
bars(sorted(totals, key=lambda t: -t[1]))
print(spark([r["amount"] for r in rows]))
scatter([(i, r["amount"]) for i, r in enumerate(rows)])
am = [r["amount"] for r in rows]
print(f"mean={st.mean(am):.3f} median={st.median(am)} stdev={st.pstdev(am):.3f} q={[round(q, 2) for q in st.quantiles(am, n=4)]}")
print(ceil(st.fmean(am)), floor(-2.5), isclose(0.1 + 0.2, 0.3), sum(am) / len(am) == st.mean(am))
hist = {}
for v in am:
    hist.setdefault(int(v // 20) * 20, []).append(v)
for low in sorted(hist):
    print(f"[{low:3}, {low + 20:3}) {'=' * len(hist[low])}")
