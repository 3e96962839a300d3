import csv
from collections import defaultdict

totals = defaultdict(float)
counts = defaultdict(int)
with open("data/sales.csv", newline="") as f:
    reader = csv.DictReader(f)
    for row in reader:
        totals[row["region"]] += float(row["amount"])
        counts[row["region"]] += 1

for region in sorted(totals):
    print(f"{region:<10} {totals[region]:>12,.2f} {counts[region]:>5d} avg={totals[region] / counts[region]:.3f}")
