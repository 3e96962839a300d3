from collections import Counter, deque, OrderedDict, ChainMap, defaultdict, UserDict
c = Counter("mississippi")
c.update("miss"); c["z"] += 2
print(c.most_common(2), c - Counter("sss"), sorted((c & Counter("ssi")).elements()), c.total())
d = deque(range(5), maxlen=4); d.appendleft(9); d.rotate(1)
print(d, d.pop(), d.popleft(), list(d))
o = OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, o.popitem(last=False))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], dict(m), m.new_child({"c": 1}).maps)
dd = defaultdict(lambda: defaultdict(int)); dd["x"]["y"] += 1; print({k: dict(v) for k, v in dd.items()})
class Lower(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
l = Lower(A=1); l["B"] = 2; print(l, l.data, "a" in l)
d1 = {"a": 1, "b": 2}; d2 = d1 | {"c": 3}; d2 |= {"a": 0}; d2.pop("b"); print(d2, {**d1, "z": 9}, dict.fromkeys("ab", 0), d1.setdefault("q", []), d1.get("w", "-"))
s = {1, 2, 3}; s ^= {3, 4}; print(s, s <= {1, 2, 4, 5}, frozenset(s) | {9}, s.isdisjoint({7}))
l = [3, 1, 2]; l[1:2] = [7, 8]; l.insert(0, 5); del l[-1]; l *= 2; print(l, sorted(l, key=lambda v: -v), l.index(7), l.count(3))
a, *rest, z = l; print(a, rest, z); x = y = []; x += [1]; print(y is x, y)
