"""A slash at the end asserts a directory; names that are reached through their package; what names a path twice."""

import collections
import configparser
import json
import os
import shutil
import statistics
import sys


def read(path):
    with open(path) as file:
        return file.read()


def write(path):
    with open(path, "w") as file:
        return file.write("new")


def tried(what, function):
    try:
        print(what, function())
    except (OSError, ValueError) as error:
        print(what, type(error).__name__, error)


with open("file", "w") as made:
    made.write("text")
os.mkdir("dir/")
os.symlink("file", "link")
for path in ("file/", "none/", "dir/"):
    tried("open", lambda path=path: read(path))
    tried("write", lambda path=path: write(path))
    tried("stat", lambda path=path: os.stat(path).st_mode)
    tried("chmod", lambda path=path: os.chmod(path, 0o755))
    tried("unlink", lambda path=path: os.unlink(path))
    tried("symlink", lambda path=path: os.symlink("x", path))
    tried("copyfile", lambda path=path: shutil.copyfile("file", path))
tried("rename", lambda: os.rename("file", "other/"))
tried("rename", lambda: os.rename("dir", "other/"))
tried("copyfile", lambda: shutil.copyfile("other", "dir/"))
tried("onto itself", lambda: shutil.copyfile("file", "link"))
tried("onto itself", lambda: shutil.copyfile("link", "./file"))
tried("symlink", lambda: os.symlink("file", "link"))
tried("surrogate", lambda: os.path.exists("a\udfffb"))
tried("surrogate", lambda: os.stat("a\udfffb"))
print(sorted(os.listdir()), read("file"))

try:
    json.loads("{")
except json.decoder.JSONDecodeError as error:
    print(error)
print(json.encoder.JSONEncoder is json.JSONEncoder, isinstance({}, collections.abc.Mapping))
print(sorted(set(statistics.__all__))[:3], "open" in os.__all__, "uname" in os.__all__)
print(issubclass(configparser.NoSectionError, configparser.Error))
sys.stdout = sys.stderr
sys.stdout = sys.__stdout__
print("back", sys.__stdin__ is sys.stdin)
