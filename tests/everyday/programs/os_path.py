import os, os.path as osp
for p in ("/a/b/c.txt", "rel/x.tar.gz", "/", "", "a//b/../c"):
    print(osp.split(p), osp.splitext(p), osp.basename(p), osp.dirname(p), osp.normpath(p), osp.isabs(p))
print(osp.join("a", "b", "/c", "d"), osp.commonpath(["/a/b", "/a/c"]), osp.relpath("/a/b/c", "/a/d"), osp.expanduser("x"))
print(osp.exists("tree"), osp.isfile("tree/a.txt"), osp.isdir("tree"), osp.islink("tree/link"), osp.lexists("tree/dangling"), osp.exists("tree/dangling"))
print(osp.getsize("tree/a.txt"), osp.samefile("tree/a.txt", "tree/link"), osp.realpath("tree/link").endswith("tree/a.txt"))
print(os.sep, os.linesep == "\n", os.pathsep, os.curdir, os.name, os.extsep)
