import gzip, shutil, os, io
src = "logs/app.log"
with open(src, "rb") as f_in, gzip.open(src + ".gz", "wb") as f_out:
    shutil.copyfileobj(f_in, f_out)
with gzip.open(src + ".gz", "rt") as f:
    lines = f.readlines()
print(len(lines), lines[0].strip())
print(gzip.decompress(gzip.compress(b"abc" * 100)) == b"abc" * 100)
os.unlink(src + ".gz")
import bz2, lzma, zlib
for m in (bz2, lzma):
    print(m.__name__, len(m.decompress(m.compress(b"x" * 1000))))
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"))
try:
    gzip.open(src).read()
except gzip.BadGzipFile as e:
    print(e)
