import shutil, os
shutil.copytree("tree", "copy", symlinks=True, ignore=shutil.ignore_patterns("*.tmp"))
print(sorted(os.listdir("copy")), os.path.islink("copy/link"))
print(shutil.copy("tree/a.txt", "copy/new.txt"), shutil.copyfile("tree/b.txt", "copy/b2.txt"))
shutil.move("copy/new.txt", "copy/sub")
print(sorted(os.listdir("copy/sub")))
print(os.path.basename(shutil.make_archive("arch", "zip", "copy")))
shutil.unpack_archive("arch.zip", "un")
print(sorted(os.listdir("un")))
os.remove("arch.zip")
try:
    shutil.copytree("tree", "copy")
except FileExistsError as e:
    print("exists", os.path.basename(e.filename))
shutil.copytree("tree/sub", "copy/sub", dirs_exist_ok=True)
shutil.rmtree("copy")
shutil.rmtree("never", ignore_errors=True)
print(os.path.exists("copy"), shutil.which("definitely-not-there"))
try:
    shutil.copyfile("tree/a.txt", "tree/a.txt")
except shutil.SameFileError as e:
    print("same")
