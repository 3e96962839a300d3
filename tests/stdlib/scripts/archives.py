import io
import os
import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path

with tempfile.TemporaryDirectory(dir=".") as made:
    base = Path(made) / "tree"
    (base / "sub").mkdir(parents=True)
    (base / "a.txt").write_text("alpha")
    (base / "sub" / "b.txt").write_text("beta" * 1000)
    for form in ("zip", "tar", "gztar", "bztar", "xztar"):
        name = shutil.make_archive(os.path.join(made, form), form, base)
        target = Path(made) / f"out-{form}"
        if form == "zip":
            shutil.unpack_archive(name, target)
        else:
            with tarfile.open(name) as archive:
                print(sorted(archive.getnames()))
                archive.extractall(target, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        print(
            form,
            sorted(str(path.relative_to(target)) for path in target.rglob("*")),
            (target / "sub" / "b.txt").stat().st_size,
        )
    with zipfile.ZipFile(os.path.join(made, "made.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/y.txt", "hello")
        archive.write(base / "a.txt", "a.txt")
    with zipfile.ZipFile(os.path.join(made, "made.zip")) as archive:
        print(
            archive.namelist(), archive.read("x/y.txt"), archive.testzip(), zipfile.Path(archive, "a.txt").read_text()
        )
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w:gz") as archive:
        info = tarfile.TarInfo("in/memory")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    memory.seek(0)
    with tarfile.open(fileobj=memory) as archive:
        print(archive.extractfile("in/memory").read())
    shutil.copytree(base, base.with_name("copy"), ignore=shutil.ignore_patterns("b*"))
    print(sorted(path.name for path in base.with_name("copy").rglob("*")))
    print(shutil.move(base / "a.txt", base / "sub" / "moved.txt").name, shutil.which("no such program"))
    shutil.register_archive_format("own", lambda name, root, **_: f"{name}.own", description="ours")
    print(
        os.path.basename(shutil.make_archive(os.path.join(made, "x"), "own")),
        ("own", "ours") in shutil.get_archive_formats(),
    )
    shutil.unregister_archive_format("own")
    with tempfile.NamedTemporaryFile("w+", suffix=".txt", dir=made) as file:
        file.write("kept")
        file.seek(0)
        print(file.read(), os.path.exists(file.name))
    with tempfile.SpooledTemporaryFile(max_size=10) as spooled:
        spooled.write(b"x" * 5)
        spooled.seek(0)
        print(spooled.read())
    print(
        os.path.dirname(tempfile.mkdtemp(dir=made)) == made
        or os.path.samefile(os.path.dirname(tempfile.mkdtemp(dir=made)), made)
    )
print(os.path.exists(made))
