"""A tiny template engine: {{ expr }}, {% for %}, {% if %} with filters, no eval."""
import html
import re
from string import Template

TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.S)
FILTERS = {"upper": str.upper, "title": str.title, "len": len, "e": lambda v: html.escape(str(v)), "join": lambda v, sep=", ": sep.join(map(str, v)), "money": lambda v: f"{v:,.2f}"}


def lookup(ctx, path):
    head, *rest = path.strip().split(".")
    value = ctx[head]
    for part in rest:
        value = value[int(part)] if part.isdigit() else (value[part] if isinstance(value, dict) else getattr(value, part))
    return value


def evaluate(ctx, text):
    expr, *filters = text.split("|")
    value = lookup(ctx, expr)
    for f in filters:
        name, _, arg = f.strip().partition(":")
        value = FILTERS[name](value, arg) if arg else FILTERS[name](value)
    return value


class Parser:
    def __init__(self, text):
        self.tokens = [t for t in TAG.split(text) if t]
        self.pos = 0

    def parse(self, *until):
        nodes = []
        while self.pos < len(self.tokens):
            tok = self.tokens[self.pos]
            self.pos += 1
            if tok.startswith("{{"):
                nodes.append(("out", tok[2:-2].strip()))
            elif tok.startswith("{%"):
                word, *rest = tok[2:-2].split()
                if word in until:
                    return nodes, word
                if word == "for":
                    var, _, seq = rest
                    body, _ = self.parse("endfor")
                    nodes.append(("for", var, seq, body))
                elif word == "if":
                    body, end = self.parse("else", "endif")
                    other = self.parse("endif")[0] if end == "else" else []
                    nodes.append(("if", " ".join(rest), body, other))
                else:
                    raise SyntaxError(f"unknown tag {word!r}")
            else:
                nodes.append(("text", tok))
        if until:
            raise SyntaxError(f"missing {' or '.join(until)}")
        return nodes, None


def render(nodes, ctx):
    for node in nodes:
        match node:
            case ("text", text):
                yield text
            case ("out", expr):
                yield str(evaluate(ctx, expr))
            case ("for", var, seq, body):
                items = list(evaluate(ctx, seq))
                for i, item in enumerate(items, 1):
                    yield from render(body, {**ctx, var: item, "loop": {"index": i, "last": i == len(items)}})
            case ("if", cond, body, other):
                negate = cond.startswith("not ")
                try:
                    truth = bool(evaluate(ctx, cond.removeprefix("not ")))
                except (KeyError, AttributeError):
                    truth = False
                yield from render(body if truth != negate else other, ctx)


class User:
    def __init__(self, name, admin=False):
        self.name, self.admin = name, admin


TEXT = """Hello {{ title|upper }}!
{% for u in users %}{{ loop.index }}. {{ u.name|title|e }}{% if u.admin %} (admin){% else %}{% if not loop.last %},{% endif %}{% endif %}
{% endfor %}Total {{ users|len }}, first {{ users.0.name }}, tags {{ tags|join:-}}, sum {{ n|money }}
"""
ctx = {"title": "team", "users": [User("ann <x>", True), User("bob"), User("cy")], "tags": ["a", "b"], "n": 12345.678}
print("".join(render(Parser(TEXT).parse()[0], ctx)), end="")
for bad in ("{% for x in y %}", "{% wat %}"):
    try:
        Parser(bad).parse()
    except SyntaxError as e:
        print("SyntaxError:", e)
print(Template("$who owes $$${amount}").substitute(who="bob", amount=3), Template("$a $b").safe_substitute(a=1))
try:
    Template("$missing").substitute()
except KeyError as e:
    print("KeyError", e)
