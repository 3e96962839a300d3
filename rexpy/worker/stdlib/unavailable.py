"""What a script is told that imports a module which it may not have: what serves instead. Data only."""

from __future__ import annotations

import sys
from typing import Final

_INSTEAD: Final = {
    "no operation connects to the network; socket.getaddrinfo resolves names": (
        "requests httpx urllib3 aiohttp http ftplib smtplib poplib imaplib nntplib telnetlib ssl socketserver "
        "selectors xmlrpc paramiko fabric boto3 botocore urllib.request urllib.error urllib.robotparser websockets "
        "websocket flask fastapi django grpc kafka redis pymongo psycopg psycopg2 pymysql mysql ldap3 asyncssh scapy "
        "pycurl wsgiref asyncore asynchat smtpd cgi cgitb nturl2path"
    ),
    "no operation asks for single records; socket.getaddrinfo resolves names to addresses": "dns dnspython",
    "a script has no connections or pipes to wait for; asyncio has timeouts, queues and tasks": "select",
    "a script starts no other program yet; do the work in Python with pathlib, shutil and re": (
        "subprocess pty pexpect sh plumbum commands invoke"
    ),
    "use shlex.quote": "pipes",
    "a script is one thread of one process; concurrent.futures, threading and asyncio run tasks one after another": (
        "multiprocessing _thread dummy_threading joblib greenlet gevent trio anyio curio celery"
    ),
    "scripts run no native code of their own": "ctypes cffi cython numba",
    "a script's limits are the run's (--max-memory, --max-cpu); time.process_time tells what it took": "resource",
    "use open() and read at offsets": "mmap",
    "use open(path, 'x') as a lock": "fcntl filelock portalocker",
    "use os": "posix nt msvcrt winreg",
    "use os.path; of Windows paths, pathlib.PureWindowsPath": "ntpath genericpath",
    "use io": "_io _pyio",
    "use json, csv or struct: what pickle reads can call any function": (
        "pickle marshal shelve copyreg cPickle dill cloudpickle pickletools _pickle"
    ),
    "use json or csv files": "dbm msgpack",
    "the database library opens files by itself, past the policy; read with csv or json, and keep dicts and lists": (
        "sqlite3 sqlalchemy peewee duckdb"
    ),
    "the host's accounts are in /etc/passwd and /etc/group, which pwd and grp read as the policy permits": "spwd nis",
    "use hashlib": "crypt",
    "use hashlib, hmac and secrets": "cryptography OpenSSL Crypto nacl passlib bcrypt",
    "read the file with open(), as the policy permits: a script logs in nowhere": "netrc",
    "scripts cannot look into the interpreter": (
        "dis code codeop bdb tracemalloc symtable faulthandler opcode ensurepip venv zipapp compileall py_compile "
        "rlcompleter idlelib pydoc pydoc_data lib2to3"
    ),
    "print what you want to see, or use logging": "pdb trace ipdb pudb icecream",
    "time.perf_counter and timeit measure": "cProfile profile pstats line_profiler memory_profiler",
    "use ast, which parses source text": "pyclbr tabnanny",
    "the builtins are there without an import": "builtins",
    "use importlib.import_module, or import inside try": "imp pkgutil runpy zipimport",
    "scripts import the modules of the standard library that compute, or that ask the host, and those below the "
    "directories that --module-path names": (
        "importlib.machinery importlib.abc site sysconfig distutils setuptools pkg_resources modulefinder pip"
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
    "use xml.etree.ElementTree or xml.dom.minidom": "lxml xml.sax xml.dom xml.parsers pyexpat defusedxml xmltodict",
    "use html.parser": "bs4 html5lib",
    "use dataclasses": "attr attrs pydantic marshmallow",
    "use re": "regex sre_compile sre_constants sre_parse",
    "use pathlib": "path",
    "use functools.lru_cache": "cachetools",
    "write the loop with time.sleep and a count of tries": "tenacity retrying backoff",
    "use sched, or sleep until the next time": "schedule apscheduler",
    "a script has no terminal": "curses readline tty termios prompt_toolkit",
    "a script has no display": "tkinter turtle turtledemo webbrowser PIL cv2",
    "read the bytes with struct": "aifc audioop chunk sndhdr sunau wave ossaudiodev winsound imghdr",
    "use logging, which reaches the run's record": "syslog loguru structlog systemd",
    "use pathlib with full paths": "platformdirs appdirs",
    "give the variables to the run with --env": "dotenv",
    "use unittest": "pytest doctest nose hypothesis",
    "use unittest.mock": "mock",
    "use base64 or binascii": "uu xdrlib",
    "use email, which parses a message": "mailbox mailcap",
    "use encode and decode of str and bytes, or codecs": "encodings stringprep",
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
