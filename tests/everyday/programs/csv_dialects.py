import csv, io, sys
rows = [["a", "b c", 'q"q'], [1, 2.5, None], ["x,y", "new\nline", ""]]
for kw in ({}, {"delimiter": ";"}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC, "lineterminator": "\n"}, {"dialect": "excel-tab"}):
    s = io.StringIO()
    csv.writer(s, **kw).writerows(rows)
    print(repr(s.getvalue()))
with open("o.csv", "w", newline="") as f:
    w = csv.DictWriter(f, fieldnames=["id", "name"], extrasaction="ignore", restval="?")
    w.writeheader()
    w.writerow({"id": 1, "name": "x", "junk": 1})
    w.writerows([{"id": 2}])
print(open("o.csv", newline="").read())
with open("o.csv", newline="") as f:
    r = csv.reader(f)
    print(next(r), r.line_num, list(r))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter, csv.Sniffer().has_header("name,age\nann,3\nbob,4\n"), csv.list_dialects())
class My(csv.Dialect):
    delimiter = "|"; quotechar = "'"; doublequote = True; skipinitialspace = False; lineterminator = "\n"; quoting = csv.QUOTE_MINIMAL
csv.register_dialect("my", My)
print(list(csv.reader(["a|'b|c'|d"], "my")))
try:
    csv.DictWriter(sys.stdout, ["a"]).writerow({"b": 1})
except ValueError as e:
    print(e)
