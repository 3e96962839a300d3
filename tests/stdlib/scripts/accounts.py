import grp
import os
import pathlib
import pwd
import shutil

root = pwd.getpwnam("root")
print(root, root.pw_dir, root[2], pwd.getpwuid(0) == root, len(pwd.getpwall()) > 3, root in pwd.getpwall())
print(grp.getgrgid(0), grp.getgrnam("root").gr_mem, len(grp.getgrall()) > 3)
for attempt in (
    lambda: pwd.getpwnam("no such"),
    lambda: pwd.getpwuid(4999),
    lambda: grp.getgrnam("no such"),
    lambda: grp.getgrgid(4999),
):
    try:
        attempt()
    except KeyError as error:
        print(error)
for attempt in (lambda: pwd.getpwnam(1), lambda: pwd.getpwuid("0"), lambda: grp.getgrnam(b"root")):
    try:
        attempt()
    except TypeError:
        print("TypeError")
print(pathlib.Path("/etc/passwd").owner(), pathlib.Path("/etc").group())
pathlib.Path("mine").touch()
try:
    shutil.chown("mine", "no such user")
except LookupError as error:
    print(error)
print(pwd.struct_passwd.__name__, type(root).__module__, os.stat("/").st_uid == root.pw_uid)
