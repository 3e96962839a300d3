"""Optional dependencies: importlib, find_spec, versions, and fallbacks."""
import importlib
import importlib.util
import sys
from gettext import gettext as _, ngettext

try:
    import yaml
except ImportError:
    yaml = None
HAVE = {name: importlib.util.find_spec(name) is not None for name in ("json", "no_such_module_x", "csv")}
print(yaml is None or True, HAVE)
mod = importlib.import_module("collections.abc")
print(mod.__name__, issubclass(dict, mod.Mapping), importlib.import_module("json").loads("[1]"))
for name in ("textwrap", "nonexistent_pkg"):
    try:
        m = importlib.import_module(name)
        print(name, "ok", hasattr(m, "dedent"))
    except ModuleNotFoundError as e:
        print(name, "missing", e.name)
me = sys.modules[__name__]


def task_one():
    """one"""


def task_two():
    """two"""


tasks = {k: getattr(me, k) for k in dir(me) if k.startswith("task_")}
print({k: v.__doc__ for k, v in tasks.items()})
print("json" in sys.modules, __name__ in sys.modules, sys.modules["json"] is importlib.import_module("json"))
print(_("hello"), ngettext("%d file", "%d files", 2) % 2)
setattr(sys.modules[__name__], "dynamic", 5)
print(dynamic)
