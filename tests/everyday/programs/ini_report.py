import configparser

cfg = configparser.ConfigParser()
cfg.read(["etc/app.ini", "etc/missing.ini"])
for section in cfg.sections():
    print(f"[{section}]")
    for key, value in cfg[section].items():
        print(f"  {key} = {value!r}")
print(cfg.getint("server", "port"), cfg.getboolean("server", "debug", fallback=False), cfg.getfloat("server", "timeout"))
print(cfg.get("server", "nothing", fallback="dflt"), cfg.has_option("server", "port"))
try:
    cfg.get("nope", "x")
except configparser.NoSectionError as e:
    print(type(e).__name__, e)
except configparser.Error as e:
    print("other", e)
cfg["new"] = {"a": "1", "b": "${x}"}
cfg.set("new", "c", "3")
with open("etc/out.ini", "w") as f:
    cfg.write(f)
print(open("etc/out.ini").read())
