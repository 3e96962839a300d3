import re
from collections import Counter

pattern = re.compile(r"^(?P<ts>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) \[(?P<level>\w+)\] (?P<module>[\w.]+): (?P<msg>.*)$")
levels = Counter()
modules = Counter()
errors = []
with open("logs/app.log", encoding="utf-8") as f:
    for lineno, line in enumerate(f, start=1):
        m = pattern.match(line.rstrip())
        if not m:
            print(f"line {lineno}: unparsable: {line.rstrip()!r}")
            continue
        levels[m["level"]] += 1
        modules[m.group("module")] += 1
        if m["level"] in {"ERROR", "CRITICAL"}:
            errors.append((m["ts"], m["msg"]))
for level, n in levels.most_common():
    print(f"{level:>10}: {n}")
print(modules.most_common(3))
for ts, msg in errors[:5]:
    print(ts, "->", msg)
