import locale
data = {"disk": {"total": 100, "used": 42}}
print("{d[disk][used]}/{d[disk][total]} = {pct:.0%}".format(d=data, pct=0.42), "{:>{w}.{p}f}|{:,}".format(3.14159, 1234567, w=10, p=2), "{!r:>6} {:#x} {:+d} {:e}".format("a", 255, 5, 12345.678))
print(f"{data['disk']['used']!s:>5}{'':-^10}{ {'a': 1}['a'] }{3:02d}" f"{'nested ' + f'{1 + 1}'}")
print(locale.format_string("%.2f", 1234.5), "{:n}".format(1234))
