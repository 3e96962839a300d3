import csv, io
users = {u["id"]: u for u in csv.DictReader(io.StringIO("id,name\n1,ann\n2,bob\n"))}
orders = list(csv.DictReader(io.StringIO("order,user,total\n10,1,5.5\n11,2,7\n12,9,1\n")))
out = io.StringIO()
w = csv.writer(out, lineterminator="\n")
w.writerow(["order", "name", "total"])
for o in orders:
    u = users.get(o["user"])
    w.writerow([o["order"], u["name"] if u else "<unknown>", format(float(o["total"]), ".2f")])
print(out.getvalue(), end="")
