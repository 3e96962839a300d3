# What a patch replaces is kept in a public attribute: of a class of the library's, whatever it holds raw.
import pathlib
from unittest.mock import patch

for target, name in ((pathlib.PurePath, "_flavour"), (pathlib.Path, "_flavour"), (pathlib.PurePosixPath, "_flavour"), (pathlib.PurePath, "parser")):
    patcher = patch.object(target, name, None)
    try:
        patcher.start()
    except Exception:
        pass
    try:
        found = patcher.temp_original
        patcher.stop()
        if hasattr(found, "sep") or hasattr(found, "os"):
            print("PWNED", found)
    except AttributeError:
        pass


class Path(pathlib.PurePosixPath):
    def __init__(self, *args):
        pass


try:
    found = patch.object(Path, "_flavour", None).get_original()[0]
    print("PWNED", found)
except Exception:
    pass
patcher = patch("os.sep", "/")
patcher.start()
print("PWNED", patcher.target)
