"""f-strings (nested formats, conversions, `=`), %, format, format_map, Template, escapes, raw, bytes, joined."""
name, width, value, items = "rexpy", 12, 3.14159, {"k": [1, 2]}
assert f"{name}" == "rexpy" and f"{name!r:>{width}}" == "     'rexpy'"
assert f"{value:.2f}|{value:>10.3f}|{value:e}" == "3.14|     3.142|3.141590e+00"
assert f"{value:{width}.{2 + 1}}" == "        3.14"
assert f"{name=} {value = :.1f} {items['k'][0]=}" == "name='rexpy' value = 3.1 items['k'][0]=1"
assert f"{{}} {{{name}}}" == "{} {rexpy}"
assert f"{'a' if width > 3 else 'b'}{(lambda x: x * 2)(4)}" == "a8"
assert f"{items['k']!s} {name!a}" == "[1, 2] 'rexpy'"
assert f"""{
    name
}""" == "rexpy"
assert "a" "b" f"{1}" r"\n" == "ab1\\n"
assert f"{1_000_000:,} {255:#x} {255:08b} {-5:+d} {0.256:.1%} {'x':*^5}" == "1,000,000 0xff 11111111 -5 25.6% **x**"
import datetime

assert f"{datetime.date(2026, 1, 2):%d.%m.%Y}" == "02.01.2026"


class Own:
    x, _p = 1, 2

    def __format__(self, spec):
        return f"<{spec or 'none'}>"

    def __str__(self):
        return "own"

    def __repr__(self):
        return "Own()"


o = Own()
assert f"{o} {o:a b} {o!s} {o!r:>7}" == "<none> <a b> own   Own()"
assert "{} {!r} {0!s}".replace("{} {!r} ", "{0} {0!r} ").format(o) == "<none> Own() own"
assert "{0.x}{0._p} {1[k][1]} {n:>{w}}".format(o, items, n=5, w=3) == "12 2   5"
assert "{x} {y.x}".format_map({"x": 1, "y": o}) == "1 1"
assert "%s %r %5.1f %-4d| %%  %(x)s" % {"x": 1} if False else "%s|%r|%5.1f|%-4d|%%|%x" % ("a", "b", 2.25, 7, 255) == "a|'b'|  2.2|7   |%|ff"
assert "%(a)s-%(b)03d" % {"a": "x", "b": 7} == "x-007"
assert "%*d|%.*f" % (5, 42, 2, 1.5) == "   42|1.50"
assert "%c%c" % ("a", 98) == "ab"
assert b"%s:%d" % (b"x", 5) == b"x:5"
assert "\x41\u00e9\N{BULLET}\t" == "Aé•\t" and rb"\x" == b"\\x"
from string import Template

assert Template("$a ${b}c $$").substitute(a=1, b=2) == "1 2c $"
for bad in ("{", "}", "{0} {}", "{a}", "{0.nope}", "{0[0]}", "{:d}", "{!x}"):
    try:
        print(bad.format("text"))
    except (ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        print(bad, type(error).__name__, error)
for bad in ("%d", "%s %s", "%z", "%(a)s"):
    try:
        print(bad % "text")
    except (ValueError, KeyError, TypeError) as error:
        print(bad, type(error).__name__, error)


class Text(str):
    def shout(self):
        return Text(self.upper() + "!")

    def format(self, *args, **kwargs):
        return "mine " + super().format(*args, **kwargs)


assert Text("a{0}{1.x}").format(3, o) == "mine a31" and Text("b").shout().shout() == "B!!"
assert list(map("{:02d}".format, [1, 2])) == ["01", "02"] and str.format("{}", 1) == "1"
assert "-".join(str(n) for n in range(3)) == "0-1-2" and "x".join([]) == ""
print("strings")
