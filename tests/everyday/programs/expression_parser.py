"""A recursive-descent calculator with variables, functions and good errors."""
import math
import operator
import re
from collections import ChainMap

TOKEN = re.compile(r"\s*(?:(?P<num>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|(?P<id>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/%(),=^]))")


class ParseError(ValueError):
    def __init__(self, msg, pos, text):
        self.msg, self.pos, self.text = msg, pos, text

    def __str__(self):
        return f"{self.msg} at {self.pos}\n  {self.text}\n  {' ' * self.pos}^"


def lex(text):
    pos = 0
    while pos < len(text.rstrip()):
        m = TOKEN.match(text, pos)
        if not m:
            raise ParseError("unexpected character", pos, text)
        yield m.lastgroup, m[m.lastgroup], m.start(m.lastgroup)
        pos = m.end()
    yield "end", "", len(text)


class Calc:
    BIN = {"+": (1, operator.add), "-": (1, operator.sub), "*": (2, operator.mul), "/": (2, operator.truediv), "%": (2, operator.mod), "**": (4, operator.pow), "^": (4, operator.pow)}

    def __init__(self):
        self.globals = {k: v for k, v in vars(math).items() if not k.startswith("_")} if False else {"pi": math.pi, "e": math.e, "sqrt": math.sqrt, "max": max, "min": min}
        self.locals = {}
        self.env = ChainMap(self.locals, self.globals)

    def eval(self, text):
        self.text, self.toks = text, list(lex(text))
        self.i = 0
        if len(self.toks) > 2 and self.toks[0][0] == "id" and self.toks[1][1] == "=":
            name = self.toks[0][1]
            self.i = 2
            value = self.locals[name] = self.expr(0)
        else:
            value = self.expr(0)
        self.expect("end")
        return value

    @property
    def tok(self):
        return self.toks[self.i]

    def expect(self, kind, value=None):
        k, v, p = self.tok
        if k != kind or (value is not None and v != value):
            raise ParseError(f"expected {value or kind}, got {v or 'end'!r}", p, self.text)
        self.i += 1
        return v

    def atom(self):
        kind, value, pos = self.tok
        match (kind, value):
            case ("num", v):
                self.i += 1
                return float(v) if "." in v or "e" in v.lower() else int(v)
            case ("id", name):
                self.i += 1
                try:
                    obj = self.env[name]
                except KeyError:
                    raise ParseError(f"unknown name {name!r}", pos, self.text) from None
                if self.tok[1] == "(":
                    self.i += 1
                    args = []
                    while self.tok[1] != ")":
                        args.append(self.expr(0))
                        if self.tok[1] == ",":
                            self.i += 1
                    self.expect("op", ")")
                    return obj(*args)
                return obj
            case ("op", "("):
                self.i += 1
                v = self.expr(0)
                self.expect("op", ")")
                return v
            case ("op", "-" | "+" as sign):
                self.i += 1
                v = self.expr(3)
                return -v if sign == "-" else v
        raise ParseError(f"unexpected {value or 'end'!r}", pos, self.text)

    def expr(self, min_prec):
        left = self.atom()
        while self.tok[0] == "op" and self.tok[1] in self.BIN and self.BIN[self.tok[1]][0] >= min_prec:
            prec, fn = self.BIN[self.tok[1]]
            right_assoc = self.tok[1] in ("**", "^")
            self.i += 1
            left = fn(left, self.expr(prec if right_assoc else prec + 1))
        return left


calc = Calc()
for line in ["1 + 2 * 3", "2 ** 3 ** 2", "-2 ^ 2", "(1+2)*3", "x = 10 / 4", "x * 2", "sqrt(16) + max(1, 2, x)", "7 % 4 - -1", "1 +", "foo(1)", "2 $ 3", "(1", "1 / 0", "1.5e3"]:
    try:
        print(f"{line:<26} = {calc.eval(line)!r}")
    except ParseError as err:
        print(f"{line:<26} ! {err}")
    except ZeroDivisionError as err:
        print(f"{line:<26} ! {err}")
print(dict(calc.locals), "x" in calc.env)
