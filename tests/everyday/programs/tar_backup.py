import io
import os
import tarfile

def reset(info):
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = 0
    return info

with tarfile.open("b.tar.gz", "w:gz") as tar:
    for name in sorted(os.listdir("tree")):
        tar.add(os.path.join("tree", name), arcname=name, filter=reset)
    data = b"generated"
    info = tarfile.TarInfo("gen.txt")
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))
with tarfile.open("b.tar.gz") as tar:
    for m in sorted(tar.getmembers(), key=lambda m: m.name):
        print(m.name, m.size, m.isfile(), m.isdir(), m.issym(), oct(m.mode))
    print(tar.extractfile("gen.txt").read())
    # Before 3.11.4 there are no filters.
    tar.extractall("x", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
print(sorted(os.listdir("x")))
os.remove("b.tar.gz")
