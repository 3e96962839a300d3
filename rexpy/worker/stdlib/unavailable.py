"""What a script is told that imports a module which it may not have: what serves instead. Data only."""

from __future__ import annotations

import sys
from typing import Final

_INSTEAD: Final = {
    "no operation connects to the network; socket.getaddrinfo resolves names": (
        "requests httpx urllib3 aiohttp http ftplib smtplib poplib imaplib nntplib telnetlib ssl socketserver select "
        "selectors xmlrpc paramiko fabric boto3 botocore urllib.request urllib.error urllib.robotparser websockets "
        "websocket flask fastapi django grpc kafka redis pymongo psycopg psycopg2 pymysql mysql ldap3 asyncssh scapy "
        "pycurl wsgiref asyncore asynchat"
    ),
    "no operation asks for single records; socket.getaddrinfo resolves names to addresses": "dns dnspython",
    "a script starts no other program yet; do the work in Python with pathlib, shutil and re": (
        "subprocess pty pexpect sh plumbum commands invoke"
    ),
    "a script is one thread of one process; concurrent.futures, threading and asyncio run tasks one after another": (
        "multiprocessing _thread dummy_threading joblib greenlet gevent trio anyio curio celery"
    ),
    "scripts run no native code of their own": "ctypes cffi cython numba resource",
    "use open() and read at offsets": "mmap",
    "use open(path, 'x') as a lock": "fcntl filelock portalocker",
    "use os": "posix nt msvcrt winreg",
    "use io": "_io _pyio",
    "use json, csv or struct": "pickle marshal shelve dbm sqlite3 copyreg cPickle dill cloudpickle msgpack",
    "the host's accounts are in /etc/passwd and /etc/group, which pwd and grp read as the policy permits": "spwd nis",
    "use hashlib": "crypt",
    "use hashlib, hmac and secrets": "cryptography OpenSSL Crypto nacl passlib bcrypt",
    "scripts cannot look into the interpreter": (
        "dis code codeop pdb bdb tracemalloc symtable trace faulthandler cProfile profile pstats opcode "
        "ensurepip venv zipapp compileall py_compile"
    ),
    "the builtins are there without an import": "builtins",
    "scripts import the modules of the standard library that compute, or that ask the host, and those below the "
    "directories that --module-path names": (
        "importlib imp pkgutil runpy zipimport site sysconfig distutils setuptools pkg_resources modulefinder pip"
    ),
    "use json, tomllib or configparser": "yaml ruamel",
    "use tomllib": "toml tomli tomlkit",
    "use csv, json, statistics and collections": "numpy pandas polars scipy matplotlib sklearn openpyxl xlrd pyarrow",
    "no operation serves the host's processes yet": "psutil",
    "use argparse": "click docopt typer fire",
    "use print": "rich colorama termcolor tabulate tqdm prettytable",
    "use datetime and zoneinfo": "dateutil pytz arrow pendulum",
    "use json": "simplejson orjson ujson",
    "use string.Template, or format strings": "jinja2 mako",
    "use xml.etree.ElementTree": "lxml xml.dom xml.sax defusedxml xmltodict",
    "use html.parser": "bs4 html5lib",
    "use dataclasses": "attr attrs pydantic marshmallow",
    "use re": "regex",
    "use pathlib": "path",
    "a script has no terminal": "curses readline tty termios prompt_toolkit cmd",
    "a script has no display": "tkinter turtle webbrowser PIL cv2",
    "use logging, which reaches the run's record": "syslog logging.config loguru structlog systemd",
    "use pathlib with full paths": "platformdirs appdirs",
    "give the variables to the run with --env": "dotenv",
    "use unittest": "pytest doctest nose hypothesis",
    "pass the double in as an argument": "unittest.mock mock",
    "use html, string and textwrap": "email mailbox",
    "a script gets `metric` and `alarm` of rexpy, and needs no more of it: open(), os, pathlib and socket ask the "
    "policy": "rexpy",
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
