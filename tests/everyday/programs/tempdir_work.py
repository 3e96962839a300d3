import os
import shutil
import tempfile
from pathlib import Path

tempfile.tempdir = os.getcwd()
with tempfile.TemporaryDirectory(prefix="job-") as d:
    p = Path(d)
    (p / "a.txt").write_text("alpha\n")
    (p / "sub").mkdir()
    shutil.copy2(p / "a.txt", p / "sub" / "b.txt")
    shutil.copytree(p / "sub", p / "copy")
    print(sorted(str(x.relative_to(p)) for x in p.rglob("*")))
    shutil.move(str(p / "a.txt"), str(p / "moved.txt"))
    print(sorted(os.listdir(d)))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+", suffix=".log", delete=False) as f:
    f.write("hello")
print(Path(f.name).suffix, open(f.name).read())
os.unlink(f.name)
with tempfile.TemporaryFile() as f:
    f.write(b"abc")
    f.seek(0)
    print(f.read())
fd, name = tempfile.mkstemp()
os.write(fd, b"xyz")
os.close(fd)
print(os.stat(name).st_size, oct(os.stat(name).st_mode & 0o777))
os.remove(name)
with tempfile.SpooledTemporaryFile(max_size=10, mode="w+") as s:
    s.write("0123456789abc")
    s.seek(0)
    print(s.read())
