import re
text = "Contact: ann@example.com, bob@test.org; tel +49-30-1234. Date 2026-11-02."
print(re.findall(r"[\w.]+@[\w.]+\w", text), re.search(r"(\d+)-(\d+)-(\d+)\.", text).groups())
print(re.sub(r"(\w+)@(\w+)", r"\2 at \1", text), re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), "a19"), re.split(r"[,;:]\s*", text))
m = re.match(r"(?P<w>\w+): (?P<rest>.*)", text)
print(m.groupdict(), m.span("w"), m.start(), m.re.pattern, m.lastgroup, m.expand(r"<\g<w>>"))
for m in re.finditer(r"\b(\w)(\w*)\b", "ab cd"):
    print(m.group(0, 1, 2), m.pos, m.string)
print(re.compile("x", re.I | re.M), re.escape("a.b*c"), re.fullmatch("a+", "aaa") is not None, re.subn("a", "b", "aa"))
try:
    re.compile("(")
except re.error as e:
    print(e, e.pos)
print(re.sub(r"""
   (?P<y>\d{4}) - (?P<m>\d\d) # date
""", r"\g<m>/\g<y>", text, flags=re.X))
