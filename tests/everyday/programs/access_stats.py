import re, sys
from collections import Counter, defaultdict
from datetime import datetime
rx = re.compile(r'(\S+) \S+ \S+ \[([^]]+)\] "(\w+) (\S+) [^"]*" (\d{3}) (\d+)')
ips, codes, per_min, size = Counter(), Counter(), Counter(), defaultdict(int)
with open("logs/access.log") as fh:
    for ln in fh:
        if m := rx.match(ln):
            ip, ts, method, path, code, n = m.groups()
            t = datetime.strptime(ts, "%d/%b/%Y:%H:%M:%S %z")
            ips[ip] += 1; codes[code] += 1; per_min[t.strftime("%H:%M")] += 1; size[path] += int(n)
print("Top IPs:"); [print(f"  {ip:<15}{n:>4}") for ip, n in ips.most_common(3)]
print(dict(codes), max(per_min.values()), sorted(size.items(), key=lambda x: -x[1])[0])
