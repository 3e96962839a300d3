import html
from string import Template
from pathlib import Path

rows = [("web<1>", 99.5), ("db & co", 87.25)]
tpl = Template("<html><body><h1>$title</h1><table>\n$rows\n</table></body></html>")
cells = "\n".join(f"<tr><td>{html.escape(n)}</td><td>{v:.1f}%</td></tr>" for n, v in rows)
Path("report.html").write_text(tpl.substitute(title="Uptime", rows=cells))
print(Path("report.html").read_text())
from html.parser import HTMLParser
class P(HTMLParser):
    def __init__(self):
        super().__init__()
        self.depth = 0
        self.out = []
    def handle_starttag(self, tag, attrs):
        self.depth += 1
        self.out.append("  " * self.depth + tag)
    def handle_endtag(self, tag):
        self.depth -= 1
    def handle_data(self, data):
        if data.strip():
            self.out.append("  " * self.depth + "= " + data.strip())
p = P()
p.feed(Path("report.html").read_text())
print("\n".join(p.out))
