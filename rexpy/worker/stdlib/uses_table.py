"""Which operations the names of the library ask: the one table behind `rexpy check`. Data only.

`tests/stdlib/test_uses.py` runs each of these names and compares with what the broker was asked. Operations on a
handle that another one opened (`fs.read`, `fs.write`, `fs.close` …) are left out.
"""

from __future__ import annotations

from typing import Final

_READ: Final = "fs.load fs.open_read"
MODES: Final = {
    "r": _READ,
    "w": "fs.open_replace",
    "a": "fs.open_write",
    "x": "fs.open_write",
    "+": "fs.open_update",
    "": f"{_READ} fs.open_replace fs.open_write fs.open_update",
}
"""By how a file is opened; `+` in any mode, nothing where the mode is not a literal."""

OPENERS: Final = {
    "open": 1,
    "io.open": 1,
    "codecs.open": 1,
    "gzip.open": 1,
    "gzip.GzipFile": 1,
    "bz2.open": 1,
    "bz2.BZ2File": 1,
    "lzma.open": 1,
    "lzma.LZMAFile": 1,
    "Path.open": 0,
}
"""What opens as `open` does, with the position of its mode."""

ARCHIVES: Final = {
    "zipfile.ZipFile": {"r": _READ, "": f"{_READ} fs.open_update fs.stat"},
    "tarfile.open": {"r": _READ, "": f"{_READ} fs.open_replace fs.open_update fs.stat"},
}
"""What opens archives: to read, and in any other mode, with what is put into one."""

_STAT: Final = "fs.stat"
_TEMPORARY: Final = "fs.open_update fs.unlink"
FUNCTIONS: Final = {
    "os.access": "fs.access",
    "os.chmod": "fs.chmod",
    "os.chown": "fs.chown",
    "os.lchown": "fs.chown",
    "os.open": "fs.open_read fs.open_write fs.open_update",
    "os.listdir": "fs.list",
    "os.scandir": "fs.list",
    "os.walk": "fs.list fs.stat",
    "os.chdir": _STAT,
    "os.stat": _STAT,
    "os.lstat": _STAT,
    "os.makedirs": "fs.mkdir fs.stat",
    "os.mkdir": "fs.mkdir",
    "os.readlink": "fs.readlink",
    "os.remove": "fs.unlink",
    "os.unlink": "fs.unlink",
    "os.removedirs": "fs.rmdir",
    "os.rmdir": "fs.rmdir",
    "os.rename": "fs.rename",
    "os.replace": "fs.rename",
    "os.renames": "fs.mkdir fs.rename fs.stat",
    "os.statvfs": "fs.statvfs",
    "os.symlink": "fs.symlink",
    "os.truncate": "fs.truncate",
    "os.utime": "fs.utime",
    "os.path.exists": _STAT,
    "os.path.lexists": _STAT,
    "os.path.isfile": _STAT,
    "os.path.isdir": _STAT,
    "os.path.islink": _STAT,
    "os.path.ismount": _STAT,
    "os.path.getsize": _STAT,
    "os.path.getmtime": _STAT,
    "os.path.getatime": _STAT,
    "os.path.getctime": _STAT,
    "os.path.samefile": _STAT,
    "os.path.realpath": "fs.realpath",
    "shutil.copy": "fs.chmod fs.copy fs.stat",
    "shutil.copy2": "fs.chmod fs.copy fs.stat fs.utime",
    "shutil.copyfile": "fs.copy",
    "shutil.copymode": "fs.chmod fs.stat",
    "shutil.copystat": "fs.chmod fs.stat fs.utime",
    "shutil.copytree": "fs.chmod fs.copy fs.list fs.mkdir fs.stat fs.utime",
    "shutil.disk_usage": "fs.statvfs",
    "shutil.move": "fs.chmod fs.copy fs.rename fs.stat fs.unlink fs.utime",
    "shutil.rmtree": "fs.list fs.rmdir fs.stat fs.unlink",
    "shutil.make_archive": f"{_READ} fs.list fs.open_update fs.open_write fs.stat",
    "shutil.unpack_archive": f"{_READ} fs.chmod fs.mkdir fs.open_replace fs.stat fs.utime",
    "shutil.chown": "fs.chown",
    "shutil.which": "fs.access fs.stat",
    "glob.glob": "fs.list fs.stat",
    "glob.iglob": "fs.list fs.stat",
    "tempfile.NamedTemporaryFile": _TEMPORARY,
    "tempfile.TemporaryFile": _TEMPORARY,
    "tempfile.mkstemp": _TEMPORARY,
    "tempfile.gettempdir": _TEMPORARY,
    "tempfile.mkdtemp": f"{_TEMPORARY} fs.mkdir",
    "tempfile.TemporaryDirectory": f"{_TEMPORARY} fs.list fs.mkdir fs.rmdir fs.stat",
    "filecmp.cmp": f"{_READ} fs.stat",
    "filecmp.cmpfiles": f"{_READ} fs.stat",
    "filecmp.dircmp": f"{_READ} fs.list fs.stat",
    "linecache.getline": f"{_READ} fs.stat",
    "linecache.getlines": f"{_READ} fs.stat",
    "fileinput.input": f"{_READ} fs.chmod fs.open_write fs.rename fs.unlink",
    "zipfile.is_zipfile": _READ,
    "tarfile.is_tarfile": _READ,
    "logging.FileHandler": "fs.open_write",
    "logging.handlers.RotatingFileHandler": "fs.open_write",
    "logging.handlers.TimedRotatingFileHandler": "fs.open_write fs.stat",
    "logging.handlers.WatchedFileHandler": "fs.open_write",
    "xml.etree.ElementTree.parse": _READ,
    "mimetypes.guess_type": f"{_READ} fs.stat",
    "socket.gethostbyname": "dns.resolve",
    "socket.gethostbyname_ex": "dns.resolve",
    "socket.getaddrinfo": "dns.resolve",
}

MAKERS: Final = {
    "pathlib.Path": "Path",
    "pathlib.PosixPath": "Path",
    "pathlib.Path.cwd": "Path",
    "configparser.ConfigParser": "ConfigParser",
    "configparser.RawConfigParser": "ConfigParser",
    "xml.etree.ElementTree.ElementTree": "ElementTree",
    "xml.etree.ElementTree.parse": "ElementTree",
    "zipfile.ZipFile": "ZipFile",
    "tarfile.open": "TarFile",
    "os.scandir": "[DirEntry]",
}
"""What returns objects whose methods ask; `[X]` for several of them."""

METHODS: Final = {
    "Path.stat": _STAT,
    "Path.lstat": _STAT,
    "Path.exists": _STAT,
    "Path.is_file": _STAT,
    "Path.is_dir": _STAT,
    "Path.is_symlink": _STAT,
    "Path.is_mount": _STAT,
    "Path.samefile": _STAT,
    "DirEntry.stat": _STAT,
    "DirEntry.is_file": _STAT,
    "DirEntry.is_dir": _STAT,
    "Path.read_text": _READ,
    "Path.read_bytes": _READ,
    "Path.write_text": "fs.open_replace",
    "Path.write_bytes": "fs.open_replace",
    "Path.touch": "fs.open_write fs.utime",
    "Path.mkdir": "fs.mkdir fs.stat",
    "Path.rmdir": "fs.rmdir",
    "Path.unlink": "fs.unlink",
    "Path.rename": "fs.rename",
    "Path.replace": "fs.rename",
    "Path.symlink_to": "fs.symlink",
    "Path.readlink": "fs.readlink",
    "Path.chmod": "fs.chmod",
    "Path.resolve": "fs.realpath",
    "Path.iterdir": "fs.list",
    "Path.glob": "fs.list fs.stat",
    "Path.rglob": "fs.list fs.stat",
    "Path.walk": "fs.list fs.stat",
    "ConfigParser.read": _READ,
    "ElementTree.parse": _READ,
    "ElementTree.write": "fs.open_replace",
    "ZipFile.extract": "fs.mkdir fs.open_replace fs.stat",
    "ZipFile.extractall": "fs.mkdir fs.open_replace fs.stat",
    "ZipFile.write": f"{_READ} fs.stat",
    "TarFile.extract": "fs.chmod fs.mkdir fs.open_replace fs.realpath fs.stat fs.utime",
    "TarFile.extractall": "fs.chmod fs.mkdir fs.open_replace fs.realpath fs.stat fs.utime",
    "TarFile.add": f"{_READ} fs.list fs.readlink fs.stat",
}

SAME: Final = frozenset({
    "Path.absolute",
        "Path.resolve",
        "Path.expanduser",
        "Path.joinpath",
        "Path.with_name",
        "Path.with_suffix",
        "Path.with_stem",
        "Path.relative_to",
        "Path.rename",
        "Path.replace",
        "Path.readlink",
})  # fmt: skip
"""Methods that return another path."""

MANY: Final = {"Path.iterdir": "[Path]", "Path.glob": "[Path]", "Path.rglob": "[Path]"}
"""Methods that return several."""

ONLY_OF_PATHS: Final = frozenset({
    "open",
    "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "touch",
        "rmdir",
        "unlink",
        "symlink_to",
        "iterdir",
        "rglob",
        "is_file",
        "is_dir",
        "is_symlink",
        "lstat",
})  # fmt: skip
"""Methods counted on any object that is not known otherwise, where the script imports pathlib: few others have them."""
