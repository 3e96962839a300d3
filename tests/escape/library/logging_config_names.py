# A configuration names functions, streams and attributes by text.
import logging
import logging.config
import logging.handlers

found = []


class Take(logging.Handler):
    def __init__(self, value=None, **more):
        super().__init__()
        found.append(value)


def handler(**options):
    return {"version": 1, "handlers": {"x": {"()": Take, **options}}}


for value in ("ext://logging.sys", "ext://logging.os", "ext://os.sys", "ext://logging.Logger.manager", "ext://builtins.eval"):
    try:
        logging.config.dictConfig(handler(value=value))
    except Exception:
        pass
for config in (
    {"version": 1, "handlers": {"x": {"()": "os.system", "command": "echo PWNED"}}},
    {"version": 1, "handlers": {"x": {"()": "subprocess.getoutput", "cmd": "echo PWNED"}}},
    {"version": 1, "formatters": {"x": {"class": "builtins.print", "format": "PWNED"}}},
    {"version": 1, "handlers": {"x": {"()": "logging.StreamHandler", ".": {"acquire.__func__.__doc__": "PWNED"}}}},
):
    try:
        logging.config.dictConfig(config)
    except Exception:
        pass
for value in found:
    if hasattr(value, "modules") or hasattr(value, "system") or getattr(value, "__name__", "") == "eval":
        print("PWNED", value)
