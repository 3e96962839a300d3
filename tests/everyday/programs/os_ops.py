import os
os.makedirs("n/e/s/t", exist_ok=True)
os.makedirs("n/e", exist_ok=True)
try:
    os.mkdir("n")
except FileExistsError as e:
    print(e.errno, e.strerror, e.filename)
with open("n/f", "w") as f:
    print("one", "two", sep=",", file=f)
os.rename("n/f", "n/g")
os.replace("n/g", "n/h")
os.symlink("h", "n/l")
print(os.readlink("n/l"), sorted(os.listdir("n")), [ (e.name, e.is_file(), e.is_symlink()) for e in sorted(os.scandir("n"), key=lambda e: e.name)])
for dirpath, dirs, files in os.walk("n", topdown=False):
    print(dirpath, dirs, sorted(files))
try:
    os.rmdir("n")
except OSError as e:
    print(type(e).__name__, e.strerror)
os.remove("n/l"); os.unlink("n/h"); os.removedirs("n/e/s/t")
print(os.path.exists("n"))
try:
    os.remove("nothing")
except FileNotFoundError as e:
    print(e)
try:
    open("tree")
except IsADirectoryError as e:
    print(e)
try:
    os.listdir("tree/a.txt")
except NotADirectoryError as e:
    print(e)
print(os.getcwd() == os.path.abspath("."), os.stat("tree/a.txt").st_size, os.path.getmtime("tree/a.txt"))
fd = os.open("fd.txt", os.O_RDWR | os.O_CREAT, 0o600)
print(os.write(fd, b"hello"), os.lseek(fd, 0, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size)
os.close(fd)
os.truncate("fd.txt", 2)
print(open("fd.txt").read())
os.utime("fd.txt", (1, 2))
print(os.stat("fd.txt").st_mtime)
