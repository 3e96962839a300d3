"""Names of modules that are there to be set, and what runs at the end."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
import warnings
from tempfile import tempdir

print(tempdir, annotations.compiler_flag > 0, gc.collect() >= 0, gc.isenabled(), shutil.which("no-such-program"))
tempfile.tempdir = os.getcwd()
print(tempfile.gettempdir() == os.getcwd(), tempfile.tempdir == os.getcwd())
with tempfile.TemporaryDirectory() as made:
    print(os.path.dirname(made) == os.getcwd())

plain = warnings.formatwarning
shown: list[str] = []
warnings.showwarning = lambda message, category, filename, lineno, file=None, line=None: shown.append(str(message))
warnings.warn("careful", stacklevel=1)
print(shown, plain("text", UserWarning, "f.py", 3, "line"))


def bye(*args: object, **kwargs: object) -> None:
    print("bye", args, kwargs, os.path.exists("made"))


atexit.register(bye, 1)
atexit.register(print, "never")
atexit.register(bye, x=2)
atexit.unregister(print)


@atexit.register
def first_of_all() -> None:
    with open("made", "w") as file:
        file.write("x")
    print("first")


raise SystemExit(7)
