import shutil, tempfile, os
def add_host(path, ip, name):
    lines = open(path).read().splitlines()
    if any(name in l.split("#")[0].split()[1:] for l in lines if l.strip()):
        return False
    lines.append(f"{ip}\t{name}")
    fd, tmp = tempfile.mkstemp(dir=os.path.dirname(path))
    with os.fdopen(fd, "w") as f:
        f.write("\n".join(lines) + "\n")
    shutil.copymode(path, tmp)
    os.replace(tmp, path)
    return True
print(add_host("etc/hosts", "10.0.0.9", "new1"), add_host("etc/hosts", "10.0.0.1", "web1"))
print(open("etc/hosts").read())
shutil.copy("etc/hosts", "etc/hosts.bak")
