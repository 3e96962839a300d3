w, p, n = 10, 3, 3.14159
class C:
    a = {"k": [1, 2]}
    _u = "under"
    def __init__(self): self.name = "nm"
c = C()
print(f"{n:{w}.{p}}|{n!r}|{n=}|{n=:.2f}|{c.name!s:>5}|{'nested ' + f'{w}'}|{{}}|{c._u}|{c.a['k'][0]:03d}|{w:#x}")
print("%s %r %5.2f %d%% %(x)s" % () if False else "%s %r %5.2f %d%%" % ("a", "b", n, 5), "%(x)s %(y)d" % {"x": 1, "y": 2}, "%-5s|%5s" % ("a", "b"))
print("{} {!r} {:>5} {:{}}".format(1, "a", 2, 3, 4), "{0} {1} {0}".format(1, 2), "{a} {b[k]}".format(a=1, b={"k": 2}))
print("{0.name} {0.a[k][1]} {x.name:>6}".format(c, x=c), "{0._u}".format(c), "{0.__class__.__name__}".format(c))
t = "{0.name:{w}}|{1:>{w}}"
print(t.format(c, "r", w=7), "{c.name}".format_map({"c": c}), str.format("{0.real}", 5), list(map("{:02d}".format, [1, 2])), list(map(str.format, ["{}", "[{}]"], [1, 2])))
for bad in ("{0} {}", "{} {0}", "{", "}", "{a}", "{5}", "{0.nope}", "{0!z}", "{0[nope]}"):
    try: print(bad.format(c))
    except Exception as e: print(type(e).__name__, e)
dyn = "{0.na" + "me}"
for bad in (dyn + "{}", "{0.name} {}", "{0.name!z}", "{0.name} {", "{0.name} {9}", "{0.name} {q}", "{0.name:{0.name:{0.name}}}", "{0.nope}"):
    try: print(bad.format(c))
    except Exception as e: print(type(e).__name__)
print(format(n, ".2f"), "{:,}".format(1234567), "{:%Y}".format if False else "", "abc".center(9, "*"), f"{'a' 'b'}", f'{w!r:^{w}}')
print("{0.name}{0.name}".format(c), "{.name}{.name}".format(c, c), "{a.name}".format(**{"a": c}))
