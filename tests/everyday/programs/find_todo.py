import pathlib, re
hits = 0
for p in sorted(pathlib.Path("tree").rglob("*.py")):
    for n, line in enumerate(p.read_text(errors="ignore").splitlines(), 1):
        if m := re.search(r"#\s*(TODO|FIXME)[:\s]*(.*)", line):
            hits += 1
            print(f"{p.as_posix()}:{n}: {m[1]} {m[2]}")
raise SystemExit(1 if hits else 0)
