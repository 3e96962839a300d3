import functools, operator
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().hits > 0)
@functools.total_ordering
class V:
    def __init__(self, s): self.t = tuple(map(int, s.split(".")))
    def __eq__(self, o): return self.t == o.t
    def __lt__(self, o): return self.t < o.t
    def __hash__(self): return hash(self.t)
print(V("1.10") > V("1.9"), max([V("1.2"), V("1.10")]).t, len({V("1.0"), V("1.0")}))
print(functools.reduce(operator.mul, range(1, 6)), functools.partial(int, base=2)("101"))
@functools.singledispatch
def show(x): return f"obj {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
print(show("a"), show(1), show([1]))
class C:
    @functools.cached_property
    def v(self):
        print("computed"); return 5
c = C(); print(c.v, c.v)
print(sorted(["b", "A", "c"], key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
