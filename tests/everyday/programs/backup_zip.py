import zipfile
from pathlib import Path
from datetime import datetime

root = Path("tree")
name = f"backup-{datetime(2026, 11, 2, 3, 4):%Y%m%d-%H%M}.zip"
with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
    for p in sorted(root.rglob("*")):
        if p.is_file() and not p.is_symlink():
            info = zipfile.ZipInfo(str(p.relative_to(root)), (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, p.read_bytes())
with zipfile.ZipFile(name) as z:
    print(z.testzip())
    for i in z.infolist():
        print(f"{i.filename:30} {i.file_size:>6} {i.CRC:08x}")
    z.extractall("restored")
print(sorted(p.name for p in Path("restored").iterdir()))
