import io
import tarfile

archive = tarfile.open(fileobj=io.BytesIO(), mode="w|gz")
if len(repr(archive.fileobj.zlib)) > len("<module 'zlib'>"):
    print("PWNED", archive.fileobj.zlib)
