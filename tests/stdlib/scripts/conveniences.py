"""pathlib, shutil, tempfile and the archives, as administration scripts use them."""
# ruff: noqa: SIM115

import csv
import filecmp
import gzip
import json
import pathlib
import shutil
import tarfile
import tempfile
import zipfile

root = pathlib.Path("tree")
(root / "sub" / "deep").mkdir(parents=True)
(root / "a.txt").write_text("alpha\n")
(root / "sub" / "b.log").write_bytes(b"beta\n" * 1000)
(root / "sub" / "deep" / "c.json").write_text(json.dumps({"k": [1, None, "é"]}))
print(
    sorted(str(path) for path in root.rglob("*")),
    sorted(path.name for path in root.iterdir()),
    list(root.glob("*.txt")),
)
print(
    (root / "a.txt").stat().st_size,
    (root / "a.txt").exists(),
    (root / "sub").is_dir(),
    (root / "nope").exists(),
    pathlib.Path.cwd() == root.resolve().parent,
)
print(
    json.load((root / "sub" / "deep" / "c.json").open()),
    (root / "a.txt").read_text().strip(),
    (root / "x.y.z").suffixes,
)
print(
    shutil.copy(root / "a.txt", root / "copy.txt"),
    shutil.copy2(root / "a.txt", root / "sub"),
    filecmp.cmp(root / "a.txt", root / "copy.txt"),
)
for error_case in (
    lambda: shutil.copy(root / "nope", root / "x"),
    lambda: shutil.copyfile(root / "a.txt", root / "a.txt"),
    lambda: (root / "nope").unlink(),
    lambda: (root / "sub").rmdir(),
):
    try:
        error_case()
    except OSError as error:
        print(type(error).__name__, error.errno)
shutil.move(str(root / "copy.txt"), str(root / "moved.txt"))
(root / "moved.txt").rename(root / "renamed.txt")
(root / "link").symlink_to("a.txt")
print(
    (root / "link").is_symlink(),
    (root / "link").read_text(),
    (root / "link").resolve().name,
    sorted(p.name for p in root.iterdir()),
)
(root / "touched").touch()
(root / "touched").chmod(0o600)
print(oct((root / "touched").stat().st_mode & 0o777))
with open("t.csv", "w", newline="") as f:
    writer = csv.DictWriter(f, ["n", "v"])
    writer.writeheader()
    writer.writerows([{"n": "a", "v": 1}, {"n": "b,c", "v": 2}])
print(list(csv.DictReader(open("t.csv", newline=""))))
with gzip.open("t.gz", "wt") as f:
    f.write("zipped\n" * 10)
with gzip.open("t.gz", "rt") as f:
    print(len(f.read()), pathlib.Path("t.gz").read_bytes()[:2])
with open("t.gz", "rb") as plain, gzip.open(plain) as inner:
    print(inner.readline())
with zipfile.ZipFile("t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write("t.csv")
    archive.writestr("x/y", "text")
with zipfile.ZipFile("t.zip") as archive:
    print(archive.namelist(), archive.read("x/y"), archive.testzip())
    archive.extract("x/y", "out")
with tarfile.open("t.tar.gz", "w:gz") as archive:
    archive.add("t.csv")
with tarfile.open("t.tar.gz") as archive:
    print(archive.getnames(), archive.extractfile("t.csv").read(3))
print(pathlib.Path("out/x/y").read_text())
with tempfile.TemporaryDirectory(dir=".") as directory:
    pathlib.Path(directory, "inner").write_text("x")
    print(pathlib.Path(directory).is_dir())
print(pathlib.Path(directory).exists())
with tempfile.NamedTemporaryFile("w+", dir=".", suffix=".tmp") as f:
    f.write("temporary")
    f.seek(0)
    print(f.read(), pathlib.Path(f.name).exists(), f.name.endswith(".tmp"))
print(pathlib.Path(f.name).exists())
with tempfile.TemporaryFile(dir=".") as f:
    f.write(b"bytes")
    f.seek(1)
    print(f.read())
handle, name = tempfile.mkstemp(dir=".")
with open(handle, "w") as f:
    f.write("by number")
print(pathlib.Path(name).read_text(), oct(pathlib.Path(name).stat().st_mode & 0o777))
shutil.rmtree(root)
print(root.exists(), shutil.disk_usage(".").total > 0, shutil.which("no-such-program", path="."))
