from pathlib import Path
import re

src = Path("photos")
renamed = 0
for p in sorted(src.iterdir()):
    m = re.fullmatch(r"IMG_(\d{4})(\d\d)(\d\d)_(\d+)\.(jpe?g)", p.name, re.I)
    if m is None:
        print("skip", p.name)
        continue
    year, month, day, n, ext = m.groups()
    target = src / year / f"{year}-{month}-{day}_{int(n):03d}.{ext.lower()}"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        print("exists", target)
        continue
    p.rename(target)
    renamed += 1
    print(f"{p.name} -> {target.relative_to(src)}")
print(renamed, "renamed")
print(sorted(str(p.relative_to(src)) for p in src.rglob("*") if p.is_file()))
