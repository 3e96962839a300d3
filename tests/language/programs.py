"""Random programs from a grammar of the language: they end, print what they do, and touch nothing outside themselves."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

PRELUDE = """\
def log(tag, value=None):
    print("log", tag, value if isinstance(value, (int, str, bool, float, list, tuple, dict, type(None))) else "object")
    return value


class Problem(Exception):
    pass


class Worse(Problem):
    def __init__(self, *args):
        super().__init__(*args)
        self._code = len(args)


class Box:
    __match_args__ = ("x", "_p")
    shared = 1
    _kept = 2

    def __init__(self, x=1, p=2):
        self.x, self._p, self.__m = x, p, [x]

    def get(self):
        return self._p, self.__m

    def grow(self, by=1):
        self.x += by
        self._p += by
        self.__m.append(by)
        return self

    @property
    def both(self):
        return self.x, self._p

    @both.setter
    def both(self, pair):
        self.x, self._p = pair

    @classmethod
    def make(cls, *args, **kwargs):
        return cls(*args, **kwargs)

    @staticmethod
    def twice(value):
        return value * 2

    def __repr__(self):
        return f"{type(self).__name__}({self.x!r}, {self._p!r})"

    def __eq__(self, other):
        return isinstance(other, Box) and self.both == other.both

    def __hash__(self):
        return hash(str(self.x))

    def __lt__(self, other):
        return str(self.x) < str(getattr(other, "x", other))

    def __add__(self, other):
        return type(self)(self.x, other)

    def __radd__(self, other):
        return log("radd", str(other))

    def __iadd__(self, other):
        log("iadd", str(other))
        self._p = other
        return self

    def __getitem__(self, key):
        return log("getitem", (str(key), self.x))[1]

    def __setitem__(self, key, value):
        log("setitem", str(key))
        self.x = value

    def __delitem__(self, key):
        log("delitem", str(key))

    def __len__(self):
        return 3

    def __iter__(self):
        yield self.x
        yield self._p

    def __contains__(self, item):
        return item == self.x

    def __call__(self, *args, **kwargs):
        return len(args), sorted(kwargs)

    def __enter__(self):
        log("enter", self.x if isinstance(self.x, int) else 0)
        return self

    def __exit__(self, kind, error, trace):
        log("exit", kind.__name__ if kind else None)
        return kind is Worse

    def __format__(self, spec):
        return f"<{spec}>"

    def __getattr__(self, name):
        if name.startswith("made"):
            return log("getattr", name)
        raise AttributeError(f"no {name}")


class Small(Box):
    _kept = 5

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._own = self._kept

    def get(self):
        return super().get()[0], self._own

    def __setattr__(self, name, value):
        if name == "barred":
            raise Problem(name)
        super().__setattr__(name, value)


class Slots:
    __slots__ = ("a", "_b")

    def __init__(self):
        self.a = 1
        self._b = 2


def pairs(n):
    try:
        for i in range(n):
            got = yield i, i * i
            if got:
                log("sent", got)
    finally:
        log("closed", n)


def traced(function):
    def wrapper(*args, **kwargs):
        log("call", function.__name__)
        return function(*args, **kwargs)

    return wrapper


a, b, c, d = 1, [1, 2, 3], {"k": 1, 2: "two"}, "text"
box, small, slots = Box(), Small(3, 4), Slots()
"""

NAMES = ("a", "b", "c", "d", "box", "small", "slots")
ATTRIBUTES = (
    "x",
    "_p",
    "shared",
    "_kept",
    "both",
    "a",
    "_b",
    "_own",
    "_new",
    "new",
    "made_up",
    "_Box__m",
    "__m",
    "barred",
)
ERRORS = ("Problem", "Worse", "ValueError", "KeyError", "TypeError", "(IndexError, AttributeError)", "Exception")


class Grammar:
    """Makes one program; what it can choose shrinks with the depth."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.budget = 60
        self.fresh = 0
        self.loops = 0
        self.functions: list[str] = []
        self.inside = ""

    def pick(self, *choices: Callable[[int], str]) -> Callable[[int], str]:
        return choices[self.random.randrange(len(choices))]

    def one(self, *choices: str) -> str:
        return choices[self.random.randrange(len(choices))]

    def new(self, stem: str) -> str:
        self.fresh += 1
        return f"{stem}{self.fresh}"

    # Expressions.

    def expression(self, depth: int = 0) -> str:
        if depth > 2:
            return self.atom(depth)
        return self.pick(
            self.atom, self.atom, self.binary, self.compare, self.call, self.attribute, self.item, self.display,
            self.comprehension, self.conditional, self.text, self.logged, self.walrus, self.lambda_, self.reflection,
        )(depth + 1)  # fmt: skip

    def atom(self, depth: int) -> str:
        return self.one(*NAMES, "0", "1", "-3", "2.5", "'s'", "None", "True", "''", "[]", "b''", "10 ** 3")

    def binary(self, depth: int) -> str:
        sign = self.one("+", "-", "*", "%", "//", "|", "and", "or", "<<" if self.random.random() < 0.1 else "+")
        right = "2" if sign == "<<" else self.expression(depth)
        return f"({self.expression(depth)} {sign} {right})"

    def compare(self, depth: int) -> str:
        parts = [self.expression(depth)]
        for _ in range(self.random.randrange(1, 3)):
            parts += [self.one("<", "==", "!=", "is", "is not", "in", "not in", ">="), self.expression(depth)]
        return f"({' '.join(parts)})"

    def call(self, depth: int) -> str:
        arguments = [self.expression(depth) for _ in range(self.random.randrange(3))]
        if self.random.random() < 0.2:
            arguments.append(f"*{self.expression(depth)}")
        if self.random.random() < 0.2:
            arguments.append(f"by={self.expression(depth)}")
        target = self.one(
            "len", "str", "sorted", "list", "box.grow", "small.get", "box", "Box", "Small.make", "Box.twice", "repr",
            "d.upper", "b.append", "c.get", "isinstance", "max", "sum", "int", *self.functions[-3:],
        )  # fmt: skip
        return f"{target}({', '.join(arguments)})"

    def attribute(self, depth: int) -> str:
        return f"{self.one('box', 'small', 'slots', 'Box', 'Small', self.expression(depth))}.{self.one(*ATTRIBUTES)}"

    def item(self, depth: int) -> str:
        index = self.one("0", "-1", "'k'", "1:", "::2", "2", self.expression(depth))
        return f"{self.one('b', 'c', 'd', 'box', self.expression(depth))}[{index}]"

    def display(self, depth: int) -> str:
        items = ", ".join(self.one("", "*") + self.expression(depth) for _ in range(self.random.randrange(3)))
        return self.one(f"[{items}]", f"({items},)" if items else "()", f"{{'k': {self.expression(depth)}, **c}}")

    def comprehension(self, depth: int) -> str:
        name = self.one("i", "a", "v")
        source = self.one("b", "range(3)", "c", "box", "pairs(2)", self.expression(depth))
        where = self.one("", "", f" if {self.expression(depth)}")
        element = self.one(name, f"({name}, {self.expression(depth)})", f"{self.expression(depth)}")
        inner = self.one("", f" for w in [{name}, 1]")
        return self.one(
            f"[{element} for {name} in {source}{inner}{where}]", f"sorted(str({element}) for {name} in {source}{where})",
            f"{{str({name}): {element} for {name} in {source}{where}}}", f"len({{str({element}) for {name} in {source}}})",
        )  # fmt: skip

    def conditional(self, depth: int) -> str:
        return f"({self.expression(depth)} if {self.expression(depth)} else {self.expression(depth)})"

    def text(self, depth: int) -> str:
        value = self.expression(depth).replace("'", '"')
        return self.one(
            f"f'{{{value}!r}}'" if "{" not in value and "\\" not in value and '"' not in value else "f'{a}'",
            "f'{a=} {box._p:>4} {d!r:^{10}}'", "'{0.x} {0._p} {1[0]}'.format(box, b)", "'{:>{w}}'.format(a, w=5)",
            "'{x._kept}{x.shared:03}'.format(x=small)", "'%s-%5r-%%' % (a, d)", "'{k}'.format_map(c)",
            "'{}'.format(box)", "'{0.no}'.format(box)", "d.format",
        )  # fmt: skip

    def logged(self, depth: int) -> str:
        return f"log({self.random.randrange(100)}, {self.expression(depth)})"

    def walrus(self, depth: int) -> str:
        return f"(a := {self.expression(depth)})" if self.inside != "class" else "a"

    def lambda_(self, depth: int) -> str:
        return f"(lambda v, *w, k=a: {self.one('v', 'v._p', '(v, k)', 'len(w)', 'box.x')})({self.expression(depth)})"

    def reflection(self, depth: int) -> str:
        target = self.one("box", "small", "slots", "Box")
        return self.one(
            f"getattr({target}, {self.one(*ATTRIBUTES)!r}, {self.expression(depth)})",
            f"hasattr({target}, {self.one(*ATTRIBUTES)!r})", f"type({target}).__name__", f"sorted(vars({self.one('box', 'small')}))",
            f"{target}.__class__.__name__", "[k for k in dir(box) if k[0] != '_']", f"isinstance({target}, Box)",
        )  # fmt: skip

    # Statements, as lists of lines.

    def block(self, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randrange(1, 4)):
            lines += self.statement(depth)
        return ["    " + line for line in lines]

    def statement(self, depth: int) -> list[str]:
        self.budget -= 1
        simple = [self.assign, self.augment, self.show, self.show, self.delete, self.jump]
        compound = [
            self.if_, self.for_, self.while_, self.try_, self.with_, self.match, self.function, self.class_, self.generator,
            self.coroutine,
        ]  # fmt: skip
        if depth > 2 or self.budget < 0 or self.random.random() < 0.5:
            return simple[self.random.randrange(len(simple))](depth)
        return compound[self.random.randrange(len(compound))](depth)

    def target(self) -> str:
        return self.one(
            "a", "b", "c", "d", f"box.{self.one(*ATTRIBUTES)}", f"small.{self.one(*ATTRIBUTES)}", f"slots.{self.one('a', '_b', 'no')}",
            f"b[log({self.random.randrange(9)}, 0)]", "c['n']", "b[1:2]", f"log(1, box).{self.one('x', '_p')}", "box[log(2, 3)]",
            "Box.shared", "Box._kept", "(lambda: small)()._p",
        )  # fmt: skip

    def assign(self, depth: int) -> list[str]:
        value = self.expression()
        return [
            self.one(
                f"{self.target()} = {value}", f"{self.target()} = {self.target()} = {value}",
                f"{self.target()}, *{self.target()} = {self.one('b', 'd', 'box', value)}",
                f"({self.target()}, {self.target()}) = {value}, {self.expression()}",
                f"a: {self.one('int', 'list[str]', 'log(7, int)')} = {value}" if self.inside != "function" else f"a = {value}",
                f"setattr({self.one('box', 'small', 'slots')}, {self.one(*ATTRIBUTES)!r}, {value})",
            )
        ]  # fmt: skip

    def augment(self, depth: int) -> list[str]:
        sign = self.one("+=", "-=", "*=", "|=", "//=", "%=")
        return [f"{self.target()} {sign} {self.expression()}"]

    def show(self, depth: int) -> list[str]:
        return [f"print({self.expression()})"]

    def delete(self, depth: int) -> list[str]:
        return [
            f"del {self.one('box.new', 'box._new', 'c[1]', 'b[0]', 'slots.a', 'box[0]', 'small._own', 'b[:1]', 'Box.shared')}"
        ]

    def jump(self, depth: int) -> list[str]:
        if self.inside == "function" and self.random.random() < 0.3:
            return [f"return {self.expression()}"]
        if self.loops and self.random.random() < 0.5:
            return [self.one("break", "continue")]
        return [
            self.one(
                f"raise {self.one('Problem', 'Worse', 'ValueError')}({self.expression()})", f"assert {self.expression()}, 'no'",
                f"raise Problem(1) from {self.one('None', 'ValueError(2)')}", "pass",
            )
        ]  # fmt: skip

    def if_(self, depth: int) -> list[str]:
        lines = [f"if {self.expression()}:", *self.block(depth + 1)]
        if self.random.random() < 0.5:
            lines += [f"elif {self.expression()}:", *self.block(depth + 1)]
        return [*lines, "else:", *self.block(depth + 1)] if self.random.random() < 0.5 else lines

    def loop(self, head: str, depth: int) -> list[str]:
        self.loops += 1
        body = self.block(depth + 1)
        self.loops -= 1
        return [head, *body, *(["else:", *self.block(depth + 1)] if self.random.random() < 0.3 else [])]

    def for_(self, depth: int) -> list[str]:
        target = self.one("i", "box", "a, b", "box.x", "b[0]", "small._p", "(i, *c)", "slots")
        source = self.one("range(3)", "list(c)", "d", "[box, small]", "pairs(3)", "[(1, 2), (3, 4)]", self.expression())
        return self.loop(f"for {target} in {source}:", depth)

    def while_(self, depth: int) -> list[str]:
        name = self.new("n")
        first, *rest = self.loop(f"while {name} < 3:", depth)
        return [f"{name} = 0", first, f"    {name} += 1", *rest]

    def try_(self, depth: int) -> list[str]:
        lines = ["try:", *self.block(depth + 1)]
        for _ in range(self.random.randrange(1, 3)):
            lines += [f"except {self.one(*ERRORS[:-1])} as error:", *self.block(depth + 1)]
            lines += ["    print(type(error).__name__, error, type(error.__cause__).__name__)"]
        if self.random.random() < 0.4:
            lines += ["except Exception as error:", "    print(repr(error))", *self.block(depth + 1)]
        if self.random.random() < 0.3:
            lines += ["else:", *self.block(depth + 1)]
        return [*lines, "finally:", *self.block(depth + 1)] if self.random.random() < 0.3 else lines

    def with_(self, depth: int) -> list[str]:
        items = self.one("box as a", "box, small as b", "Box() as box.x, Small()", f"{self.expression()} as c")
        return [f"with {items}:", *self.block(depth + 1)]

    def match(self, depth: int) -> list[str]:
        lines = [f"match {self.expression()}:"]
        for _ in range(self.random.randrange(1, 4)):
            guard = self.one("", f" if {self.expression()}")
            pattern = self.one(
                "Box(x=1)", "Box(a, b)", "Small(_p=a)", "[a, *b]", "{'k': a, **c}", "int() | str()", "1 | 2", "Box.shared",
                "(a, b)", "str(d)", "None", "Slots(a=1, _b=a)", "[Box(), *_]", "Box(x=int(a))", "{2: str() as d}",
            )  # fmt: skip
            lines += [f"    case {pattern}{guard}:", *("    " + line for line in self.block(depth + 1))]
        return [*lines, "    case _:", "        print('other')"]

    def inner(self, kind: str, depth: int) -> list[str]:
        outer, self.inside, loops, self.loops = self.inside, kind, self.loops, 0
        lines = self.block(depth + 1)
        self.inside, self.loops = outer, loops
        return lines

    def function(self, depth: int) -> list[str]:
        name = self.new("f")
        parameters = self.one(
            "", "a", "a, b=2", "a, /, b=log(3, 1), *, by=None", "*b, **c", "box", "self=box, other=small"
        )
        scope = self.one("", "", f"    global {self.one('a', 'd')}") if "a" not in parameters else ""
        body = self.inner("function", depth)
        decorator = self.one("", "@traced")
        lines = [*([decorator] if decorator else []), f"def {name}({parameters}):", *([scope] if scope else []), *body]
        if self.random.random() < 0.3:
            lines += [
                "    total = 0",
                "    def step(v):",
                "        nonlocal total",
                "        total += 1",
                "        return v, total",
            ]
            lines += [f"    print(step({self.expression()}), step(1))"]
        if self.inside == "":
            self.functions.append(name)
        return [*lines, f"print({name}({self.one('', '1', 'box', '1, 2', 'a, by=2', '*b')}))"]

    def class_(self, depth: int) -> list[str]:
        name = self.new("C")
        head = self.one("", "(Box)", "(Small)", "(int)", "(dict)", "(Problem)")
        body = self.inner("class", depth)
        made = [
            f"    def method(self, v={self.expression()}):", f"        self.{self.one('_q', '__q', 'q')} = v",
            f"        return {self.one('self._q', 'self.__q', 'self.q', 'self.__class__.__name__', 'super().get()', 'type(self)._kept')}",
        ]  # fmt: skip
        return [
            f"class {name}{head}:",
            *body,
            *made,
            f"print({name}().method())",
            f"print({name}.__name__, {name}.__mro__[0] is {name})",
        ]

    def generator(self, depth: int) -> list[str]:
        name = self.new("g")
        return [
            f"def {name}(n):", "    for i in range(n):", f"        got = yield i, {self.expression()}",
            "        print('got', got)", "    yield from pairs(2)", f"    return {self.expression()}",
            f"{name}1 = {name}(2)", f"print(next({name}1), {name}1.send(5))",
            self.one(f"print(list({name}1))", f"{name}1.close()", f"{name}1.throw(Worse(1))"),
        ]  # fmt: skip

    def coroutine(self, depth: int) -> list[str]:
        name = self.new("k")
        return [
            f"async def {name}_inner(v):", f"    return v, {self.expression()}", f"async def {name}():",
            f"    first = await {name}_inner({self.expression()})", f"    return first, [await {name}_inner(i) for i in range(2)]",
            "try:", f"    {name}().send(None)", "except StopIteration as stop:", "    print(stop.value)",
        ]  # fmt: skip


def program(random: Random) -> str:
    """Return the source of a program, to follow PRELUDE: some statements that report their errors, and one last that may not."""
    grammar = Grammar(random)
    lines: list[str] = []
    for _ in range(random.randrange(2, 6)):
        statement = grammar.statement(0)
        lines += ["try:", *("    " + line for line in statement), "except Exception as error:"]
        lines += ["    print('failed', type(error).__name__, error)"]
    lines += grammar.statement(0)
    return "\n".join(lines) + "\nprint(a, b, c, d, box, small)\n"
