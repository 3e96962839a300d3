from pprint import pprint, pformat
pprint({"b": list(range(30)), "a": {"nested": ("x" * 30, "y" * 40)}, "c": None})
print(pformat([1, [2, [3, [4]]]], depth=2), pformat("a b " * 30, width=40))
pprint(sorted({3, 1, 2}), compact=True)
