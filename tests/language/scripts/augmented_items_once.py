calls = []
def key(k):
    calls.append(("key", k))
    return k
def box():
    calls.append("box")
    return d
d = {"a": 1}
box()[key("a")] += 5
print(d, calls)
l = [0, 1, 2, 3, 4]
l[1:3] += [9]
print(l)
l[0] += 1
l[-1] *= 2
print(l)
m = [[1, 2], [3, 4]]
m[0][1] -= 5
print(m)
d.setdefault("list", [])
d["list"] += (1, 2)
print(d)
try:
    d["missing"] += 1
except KeyError as e:
    print("KeyError", e)
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)
