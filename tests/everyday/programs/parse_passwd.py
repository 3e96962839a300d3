import pwd, grp, os
users = []
with open("etc/passwd") as f:
    for line in f:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _, uid, gid, gecos, home, shell = line.split(":")
        users.append(dict(name=name, uid=int(uid), gid=int(gid), gecos=gecos, home=home, shell=shell))
users.sort(key=lambda u: u["uid"])
for u in users:
    print("{name:12s} {uid:5d} {shell}".format(**u))
print(len([u for u in users if u["shell"].endswith(("bash", "zsh"))]))
