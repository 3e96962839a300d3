from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: int
class Old:
    __match_args__ = ("a", "_b")
    def __init__(self, a, b):
        self.a, self._b, self.obj = a, b, "o"
class S(str):
    pass
class I(int):
    pass
class Shape:
    kind = "shape"
class Circle(Shape):
    __match_args__ = ("r",)
    def __init__(self, r):
        self.r = r
class Color:
    RED = 1
    _hidden = 2
class Deep:
    color = Color
def f(v):
    match v:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y) | Point(y, y=0):
            return f"axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case Old(1, b):
            return f"old {b}"
        case Old(a=a, _b=b, obj=o):
            return f"old kw {a} {b} {o}"
        case Circle(Point(x)):
            return f"circle at {x}"
        case Circle(r=float() | int() as r):
            return f"circle {r}"
        case Shape(kind=k):
            return f"kind {k}"
        case S(text):
            return f"S {text!r} {type(text).__name__}"
        case Color.RED:
            return "red"
        case Color._hidden:
            return "hidden"
        case bool(b):
            return f"bool {b}"
        case I(i):
            return f"I {i}"
        case {Color._hidden: value}:
            return f"mapped {value}"
        case list([Point(a, b), *_]):
            return f"points {a} {b}"
        case ValueError(args=[m]):
            return m
        case object(__class__=c):
            return f"class {c.__name__}"
for v in [Point(0, 0), Point(0, 5), Point(5, 0), Point(3, 3), Point(3, 4), Old(1, 2), Old(2, 3), Circle(Point(8, 9)),
          Circle(2.5), Circle("x"), Shape(), S("t"), 1, 2, False, I(9), {2: "v"}, [Point(1, 2), 3], ValueError("m"), 5.5]:
    print(f(v))
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as e:
    print(e)
try:
    match Shape():
        case Shape(1):
            pass
except TypeError as e:
    print(e)
try:
    match 1:
        case f():
            pass
except TypeError as e:
    print(e)
class Bad:
    __match_args__ = ["x"]
try:
    match Bad():
        case Bad(x):
            pass
except TypeError as e:
    print(e)
class InClass:
    match Point(1, 2):
        case Point(a, b):
            total = a + b
print(InClass.total, [n for n in vars(InClass) if not n.startswith("__")])
def gen(vs):
    for v in vs:
        match v:
            case Point(x, y):
                yield x + y
            case _:
                yield None
print(list(gen([Point(1, 2), 3])))
