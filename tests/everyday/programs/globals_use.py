counter = 0
def inc():
    global counter
    counter += 1
    return counter
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    return inner
f = outer(); f(); print(f(), inc(), inc(), counter)
for i in range(3):
    if i == 2: break
else:
    print("no break")
while True:
    counter -= 1
    if counter < 0: break
else: pass
print([x for x in range(10) if x % 2 if x > 3], {k: v for k, v in zip("ab", (1, 2))}, {len(w) for w in ("a", "bb")}, (lambda *a, **k: (a, k))(1, b=2))
print(any(x > 2 for x in [1, 3]), all([]), sum(x for x in range(4)), max("abc", key=ord), min([], default=None), abs(-3), divmod(7, 2), round(2.567, 2), pow(2, 10, 1000))
print(list(enumerate("ab", 1)), list(reversed([1, 2])), list(zip("ab", [1, 2])), sorted("bca", reverse=True), list(filter(None, [0, 1, ""])), list(map(lambda a, b: a + b, [1], [2])))
print(isinstance(True, int), type(1) is int, id(1) == id(1), hash("a") == hash("a"), bin(5), hex(255), oct(8), chr(97), ord("a"), repr("x"), ascii("é"))
print(vars() is not None if False else "", callable(print), getattr("abc", "upper")(), hasattr([], "append"), dir([])[-1], slice(1, 2), complex(1, 2), bytes([65]), memoryview(b"a")[0])
del counter
try: counter
except NameError as e: print(e)
