# Documentation is looked for in the module that a function says to be from, by names that it says itself.
import inspect

seen = []


def lure():
    pass


def make():
    def lure():
        pass

    lure.__module__ = "sys"
    lure.__qualname__ = "modules.lure"
    return lure


class Modules(dict):
    pass


function = make()
function.__module__ = "builtins"
function.__qualname__ = "str.format"
function.__name__ = "format"


class Method:
    __doc__ = None
    __class__ = property(lambda self: type(lambda: 0))
    __name__ = "_private"
    __module__ = "json.decoder"
    __qualname__ = "scanner.c_make_scanner._private"


for subject in (function, Method(), property(function)):
    try:
        found = inspect.getdoc(subject)
        seen.append(found)
    except Exception:
        pass
try:
    source = inspect.getsource(inspect)
    print("PWNED", source[:40])
except Exception:
    pass
try:
    print("PWNED", inspect.getsourcefile(inspect.signature))
except Exception:
    pass
