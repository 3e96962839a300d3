import os, stat
for root, dirs, files in os.walk("tree"):
    dirs.sort()
    for name in sorted(files):
        p = os.path.join(root, name)
        st = os.lstat(p)
        flags = []
        if st.st_mode & stat.S_IWOTH and not stat.S_ISLNK(st.st_mode): flags.append("world-writable")
        if st.st_mode & stat.S_ISUID: flags.append("suid")
        print(stat.filemode(st.st_mode), p, ",".join(flags) or "-")
os.chmod("tree/a.txt", 0o600)
print(oct(stat.S_IMODE(os.stat("tree/a.txt").st_mode)), os.access("tree/a.txt", os.R_OK))
