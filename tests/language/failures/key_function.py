rows = [{"size": 1}, {"name": 2}]
print(sorted(rows, key=lambda row: row["size"] * 2))
