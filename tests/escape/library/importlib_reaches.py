# importlib gives real modules, their specs and loaders, and code from files.
import importlib
import importlib.util

for way in (
    lambda: importlib.import_module("os").sys,
    lambda: importlib.import_module("sys")._getframe,
    lambda: importlib.import_module("posix").system,
    lambda: importlib.import_module("builtins").eval,
    lambda: importlib.util.find_spec("json").loader,
    lambda: importlib.util.find_spec("json").origin,
    lambda: importlib.util.sys,
    lambda: importlib._bootstrap,
    lambda: importlib.machinery.SourceFileLoader("x", "/etc/passwd").get_data("/etc/passwd"),
    lambda: importlib.reload(importlib),
    lambda: importlib.import_module("rexpy.worker.stdlib.state").WORKER,
    lambda: importlib.import_module("." * 1 + "path", "os").os,
    lambda: importlib.import_module("json.scanner"),
):
    try:
        print("PWNED", way())
    except Exception:
        pass
