import re
from typing import NamedTuple
class Token(NamedTuple):
    type: str
    value: str
    line: int
    column: int
def tokenize(code):
    keywords = {"IF", "THEN", "END"}
    spec = [("NUMBER", r"\d+(\.\d*)?"), ("ASSIGN", r":="), ("END", r";"), ("ID", r"[A-Za-z]+"), ("OP", r"[+\-*/]"), ("NEWLINE", r"\n"), ("SKIP", r"[ \t]+"), ("MISMATCH", r".")]
    rx = "|".join("(?P<%s>%s)" % pair for pair in spec)
    line, start = 1, 0
    for mo in re.finditer(rx, code):
        kind, value, col = mo.lastgroup, mo.group(), mo.start() - start
        if kind == "NUMBER": value = float(value) if "." in value else int(value)
        elif kind == "ID" and value in keywords: kind = value
        elif kind == "NEWLINE": start = mo.end(); line += 1; continue
        elif kind == "SKIP": continue
        elif kind == "MISMATCH": raise RuntimeError(f"{value!r} unexpected on line {line}")
        yield Token(kind, value, line, col)
for t in tokenize("IF x THEN\n total := total + 2.5;\nEND"):
    print(t)
