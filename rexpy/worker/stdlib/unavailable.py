"""What a script is told that imports a module which it may not have: what serves instead. Data only."""

from __future__ import annotations

import sys
from typing import Final

_INSTEAD: Final = {
    "no operation connects to the network; socket.getaddrinfo resolves names": (
        "requests httpx urllib3 aiohttp http ftplib smtplib poplib imaplib telnetlib ssl socketserver "
        "select selectors xmlrpc paramiko boto3 urllib.request urllib.error"
    ),
    "a script starts no other program; do the work in Python with pathlib, shutil and re": (
        "subprocess pty pexpect sh commands"
    ),
    "a script is one thread of one process; run the tasks one after another": (
        "threading multiprocessing concurrent asyncio _thread"
    ),
    "scripts run no native code of their own": "ctypes cffi resource",
    "use open() and read at offsets": "mmap",
    "use open(path, 'x') as a lock": "fcntl",
    "use os": "posix nt",
    "use io": "_io _pyio",
    "use json, csv or struct": "pickle marshal shelve dbm sqlite3 copyreg",
    "the host's accounts are not served; os.stat gives the numbers of owner and group": ("pwd grp spwd getpass"),
    "use hashlib": "crypt",
    "scripts cannot look into the interpreter": "inspect dis code codeop pdb tracemalloc symtable",
    "the builtins are there without an import": "builtins",
    "scripts import the modules of the standard library that compute, or that ask the host; nothing else": (
        "importlib imp pkgutil runpy zipimport site sysconfig distutils setuptools"
    ),
    "use json, tomllib or configparser": "yaml",
    "use tomllib": "toml",
    "use csv, json, statistics and collections": "numpy pandas",
    "no operation serves the host's processes yet": "psutil",
    "use argparse": "click docopt",
    "use print": "rich",
    "use datetime": "dateutil",
    "use datetime.timezone": "pytz",
    "use json": "simplejson",
    "a script has no terminal": "curses readline tty termios",
    "a script has no display": "tkinter",
    "use logging, which reaches the run's record": "syslog",
    "use pathlib with full paths": "platformdirs",
    "use assert": "unittest pytest doctest",
    "a script needs no rexpy: open(), os, pathlib and socket ask the policy": "rexpy",
    "use open(), os": "hostapi",
}
"""What serves instead to the modules, those of the standard library and those that scripts like to import."""

ADVICE: Final = {name: advice for advice, names in _INSTEAD.items() for name in names.split()}
"""Module to what serves instead."""


def explain(name: str) -> str:
    """Return the text of the ModuleNotFoundError for the module *name*."""
    top = name.partition(".")[0]
    advice = ADVICE.get(name) or ADVICE.get(top)
    if advice is None and top not in sys.stdlib_module_names:
        advice = "a module of your own is found below a directory that --module-path names"
    return f"module {name!r} is not available to scripts" + (f": {advice}" if advice else "")
