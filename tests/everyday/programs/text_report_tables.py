"""Tables in text: alignment, wrapping, markdown, totals, humanized sizes and durations."""
import locale
import textwrap
import unicodedata
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path


def width(s):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in s)


def pad(s, n, align="<"):
    fill = " " * (n - width(s))
    return {"<": s + fill, ">": fill + s, "^": fill[: len(fill) // 2] + s + fill[len(fill) // 2 :]}[align]


def human(n):
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(n) < 1024 or unit == "GiB":
            return f"{n:.0f} {unit}" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1024


def ago(td: timedelta):
    secs = int(td.total_seconds())
    parts = []
    for name, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        q, secs = divmod(secs, size)
        if q:
            parts.append(f"{q}{name}")
    return " ".join(parts[:2]) or "0s"


class Table:
    def __init__(self, *heads, align=""):
        self.heads, self.align, self.rows = heads, align or "<" * len(heads), []

    def add(self, *cells):
        self.rows.append([str(c) for c in cells])
        return self

    def lines(self, max_col=18):
        grid = [[textwrap.wrap(c, max_col) or [""] for c in r] for r in [self.heads, *self.rows]]
        ws = [max(width(l) for r in grid for l in r[i]) for i in range(len(self.heads))]
        bar = "+".join("-" * (w + 2) for w in ws)
        yield f"+{bar}+"
        for n, r in enumerate(grid):
            for parts in zip_longest(*r, fillvalue=""):
                yield "| " + " | ".join(pad(p, w, a) for p, w, a in zip(parts, ws, self.align)) + " |"
            if n == 0:
                yield f"+{bar.replace('-', '=')}+"
        yield f"+{bar}+"

    def markdown(self):
        out = ["| " + " | ".join(self.heads) + " |", "|" + "|".join({"<": ":--", ">": "--:", "^": ":-:"}[a] for a in self.align) + "|"]
        return "\n".join(out + ["| " + " | ".join(c.replace("|", r"\|") for c in r) + " |" for r in self.rows])


t = Table("Name", "Größe", "説明", align="<>^")
t.add("a.txt", human(1536), "日本語").add("a rather long file name here", human(10), "a|b").add("é", human(5 * 1024**3), "")
print("\n".join(t.lines()))
print(t.markdown())
print(ago(timedelta(days=2, hours=3, seconds=5)), ago(timedelta(0)), ago(timedelta(minutes=61)))
print(textwrap.fill(Path("data/text.txt").read_text().replace("\n", " "), 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("The quick brown fox jumps", 15, placeholder="…"), repr(textwrap.indent("a\n\nb\n", "> ")))
print(f"{1234567.891:,.2f} {0.1234:.1%} {255:#x} {255:08b} {-5:+d} {3.0:g} {1e10:g} {'x':*^7} {date(2026, 2, 3):%d.%m.%y}")
print(locale.setlocale(locale.LC_ALL, "C") in ("C", "C.UTF-8"), format(10**12, "_"), "%-5s|%05.1f|%x" % ("ab", 3.14159, 255))
print(str.maketrans("abc", "xyz"), "aabbcc".translate(str.maketrans({"a": "1", "b": None})), "ß".casefold(), "ǅ".title())
