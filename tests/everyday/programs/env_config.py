import os

defaults = {"HOST": "localhost", "PORT": "8080", "DEBUG": "0"}
cfg = {k: os.environ.get(f"MYAPP_{k}", v) for k, v in defaults.items()}
port = int(os.getenv("MYAPP_PORT", cfg["PORT"]))
print(cfg, port, "MYAPP_HOST" in os.environ)
try:
    os.environ["MYAPP_SECRET"]
except KeyError as e:
    print("missing", e)
os.environ["MYAPP_SECRET"] = "x"
print(os.environ["MYAPP_SECRET"], os.path.expandvars("$MYAPP_SECRET/y"))
