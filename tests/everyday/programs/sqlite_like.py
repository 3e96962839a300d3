import collections
import itertools
import operator

Row = collections.namedtuple("Row", "id name dept salary")
rows = [Row(*r) for r in [(1, "Ann", "ops", 5000), (2, "Bob", "dev", 6000), (3, "Cy", "ops", 4500), (4, "Di", "dev", 7000)]]
rows.sort(key=operator.attrgetter("dept", "name"))
for dept, grp in itertools.groupby(rows, key=operator.attrgetter("dept")):
    g = list(grp)
    print(dept, [r.name for r in g], sum(r.salary for r in g), max(g, key=operator.attrgetter("salary")).name)
print(rows[0]._replace(salary=1), rows[0]._asdict(), Row._fields, Row._make([9, "z", "q", 0]))
print(list(map(operator.itemgetter(1, 3), rows)))
print(dict(zip(Row._fields, rows[-1])))
