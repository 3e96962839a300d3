"""What `rexpy check` says a script can be seen to use is what it uses: each name of the table runs, and is compared."""

import ast
import bz2
import gzip
import lzma
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import rexpy
from rexpy.api import Policy, examine
from rexpy.broker.uses import parse
from rexpy.worker.stdlib import uses_table as table
from rexpy.worker.stdlib.uses import MAX_USES, Use, uses_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is used is counted in a sealed run: Linux")

ON_HANDLES = {"fs.close", "fs.commit", "fs.list_more", "fs.read", "fs.write", "fs.fstat", "fs.ftruncate", "fs.sync"}
"""Operations on what another one opened, which the table leaves out."""
_FILTER = ", filter='data'" if hasattr(tarfile, "data_filter") else ""
READING = {"fs.load", "fs.open_read"}
"""Which of them is asked depends on the file's size, and on whether it is read beyond its end."""
NOT_EVERYWHERE = {
    "glob.glob": {"fs.stat"},
    "glob.iglob": {"fs.stat"},
    "Path.glob": {"fs.stat"},
    "Path.rglob": {"fs.stat"},
    "Path.walk": {"fs.stat"},
    "TarFile.extract": {"fs.realpath"},
    "TarFile.extractall": {"fs.realpath"},
    "shutil.move": {"fs.chmod", "fs.copy", "fs.unlink", "fs.utime"},
}
"""What only some versions of the library, or some trees, ask; a move copies between file systems; filters came in 3.11.4."""

CASES: dict[str, list[str]] = {
    "open": [
        "open('f').read()", "open('big').read()", "open('n', 'w').close()", "open('f', 'a').close()",
        "open('n', 'x').close()", "open('f', mode='r+b').close()", "open('f', 'w+').close()",
        "mode = 'rb'\nopen('f', mode).read()",
    ],
    "io.open": ["import io\nio.open('f', 'rb').read()"],
    "codecs.open": ["import codecs\ncodecs.open('f').read()"],
    "gzip.open": ["import gzip\ngzip.open('g.gz').read()", "import gzip\ngzip.open('n', 'wb').close()"],
    "gzip.GzipFile": ["from gzip import GzipFile\nGzipFile('g.gz').read()"],
    "bz2.open": ["import bz2\nbz2.open('b.bz2').read()", "import bz2\nbz2.open('n', 'wb').close()"],
    "bz2.BZ2File": ["import bz2\nbz2.BZ2File('b.bz2').read()"],
    "lzma.open": ["import lzma\nlzma.open('x.xz').read()", "import lzma\nlzma.open('n', 'wt').close()"],
    "lzma.LZMAFile": ["import lzma\nlzma.LZMAFile('x.xz').read()"],
    "Path.open": [
        "from pathlib import Path\nPath('f').open().read()", "from pathlib import Path\nPath('n').open('w').close()",
        "import pathlib\nfor path in pathlib.Path('d').iterdir():\n    if path.name == 'f':\n        path.open('a').close()",
    ],
    "zipfile.ZipFile": [
        "import zipfile\nzipfile.ZipFile('z.zip').namelist()",
        "import zipfile\nwith zipfile.ZipFile('n.zip', 'w') as z:\n    z.write('f')",
    ],
    "tarfile.open": [
        "import tarfile\ntarfile.open('t.tar').getnames()",
        "import tarfile\nwith tarfile.open('n.tar', 'w:gz') as t:\n    t.add('f')",
        "import tarfile\nwith tarfile.open('t.tar', 'a') as t:\n    t.add('f')",
    ],
    "logging.basicConfig": ["import logging\nlogging.basicConfig(filename='a.log')", "import logging\nlogging.basicConfig(level=20)"],
    "os.open": [
        "import os\nos.close(os.open('f', os.O_RDONLY))", "import os\nos.close(os.open('f', os.O_WRONLY))",
        "import os\nos.close(os.open('f', os.O_RDWR))",
    ],
    "shutil.move": ["import shutil\nshutil.move('f', 'g')"],
    "shutil.make_archive": [
        "import shutil\nshutil.make_archive('a', 'zip', 'd')", "import shutil\nshutil.make_archive('a', 'gztar', 'd')",
    ],
    "shutil.unpack_archive": [
        "import shutil\nshutil.unpack_archive('z.zip', 'o')", "import shutil\nshutil.unpack_archive('t.tar', 'o')",
    ],
    "filecmp.cmpfiles": ["import filecmp\nfilecmp.cmpfiles('.', 'd', ['f', 'big'], shallow=False)"],
    "filecmp.dircmp": ["import filecmp\nfilecmp.dircmp('d', 'twin').report_full_closure()"],
    "fileinput.input": ["import fileinput\nlist(fileinput.input(['f'], inplace=True))"],
    "os.walk": ["import os\nlist(os.walk('.'))"],
    "os.scandir": ["import os\nlist(os.scandir('.'))"],
    "glob.iglob": ["import glob\nlist(glob.iglob('**', recursive=True))"],
    "tempfile.TemporaryDirectory": ["import os, tempfile\nwith tempfile.TemporaryDirectory() as d:\n    os.symlink('x', d + '/l')"],
    "xml.etree.ElementTree.parse": ["import xml.etree.ElementTree as ET\nET.parse('x.xml')"],
    "ElementTree.parse": ["from xml.etree.ElementTree import ElementTree\nElementTree().parse('x.xml')"],
    "ElementTree.write": ["import xml.etree.ElementTree as ET\nET.ElementTree(ET.Element('a')).write('n.xml')"],
    "ConfigParser.read": ["import configparser\nparser = configparser.ConfigParser()\nparser.read('c.ini')"],
    "ZipFile.extract": ["import zipfile\nwith zipfile.ZipFile('z.zip') as z:\n    z.extract('in/a', 'o')"],
    "ZipFile.extractall": ["import zipfile\nwith zipfile.ZipFile('z.zip') as z:\n    z.extractall('o')"],
    "ZipFile.write": ["import zipfile\nwith zipfile.ZipFile('n.zip', 'w') as z:\n    z.write('f')"],
    "TarFile.extract": [f"import tarfile\nwith tarfile.open('t.tar') as t:\n    t.extract('in/f', 'o'{_FILTER})"],
    "TarFile.extractall": [f"import tarfile\nwith tarfile.open('t.tar') as t:\n    t.extractall('o'{_FILTER})"],
    "TarFile.add": ["import tarfile\nwith tarfile.open('n.tar', 'w') as t:\n    t.add('d')\n    t.add('l')"],
    "DirEntry.stat": ["import os\nfor entry in os.scandir('.'):\n    entry.stat()"],
    "DirEntry.is_file": ["import os\nwith os.scandir('.') as entries:\n    print([entry.name for entry in entries if entry.is_file()])"],
    "DirEntry.is_dir": ["import os\nprint(sorted(entry.is_dir() for entry in os.scandir('.')))"],
}  # fmt: skip
"""Scripts that use a name, all of what they use by it taken together; for the others see SIMPLE."""

SIMPLE = {
    "os": "access('f', os.R_OK)|chmod('f', 0o600)|chown('f', -1, -1)|lchown('f', -1, -1)|listdir('.')|chdir('d')|"
    "stat('f')|lstat('f')|makedirs('n/m')|mkdir('n')|readlink('l')|remove('f')|unlink('f')|removedirs('e/e2')|"
    "rmdir('e/e2')|rename('f', 'g')|replace('f', 'g')|renames('f', 'n/g')|statvfs('f')|symlink('f', 'n')|"
    "truncate('f', 1)|utime('f')",
    "os.path": "exists('f')|lexists('f')|isfile('f')|isdir('f')|islink('l')|ismount('f')|getsize('f')|getmtime('f')|"
    "getatime('f')|getctime('f')|samefile('f', 'f')|realpath('l')",
    "shutil": "copy('f', 'g')|copy2('f', 'g')|copyfile('f', 'g')|copymode('f', 'h')|copystat('f', 'h')|"
    "copytree('d', 'n')|disk_usage('.')|rmtree('d')|chown('f', -1, -1)|which('ls')",
    "glob": "glob('*')|glob('d/*/')",
    "tempfile": "NamedTemporaryFile().close()|TemporaryFile().close()|mkstemp()|gettempdir()|mkdtemp()",
    "filecmp": "cmp('f', 'h')",
    "linecache": "getline('f', 1)|getlines('f')",
    "zipfile": "is_zipfile('z.zip')",
    "tarfile": "is_tarfile('t.tar')",
    "logging": "FileHandler('a.log').close()",
    "logging.handlers": "RotatingFileHandler('a.log').close()|TimedRotatingFileHandler('a.log').close()|"
    "WatchedFileHandler('a.log').close()",
    "mimetypes": "guess_type('f.txt')",
    "socket": "gethostbyname('localhost')|gethostbyname_ex('localhost')|getaddrinfo('localhost', 80)",
    "Path": "('f').stat()|('f').lstat()|('f').exists()|('f').is_file()|('f').is_dir()|('l').is_symlink()|"
    "('f').is_mount()|('f').samefile('h')|('f').read_text()|('f').read_bytes()|('n').write_text('a')|"
    "('n').write_bytes(b'a')|('n').touch()|('n/m').mkdir(parents=True, exist_ok=True)|('d').mkdir(exist_ok=True)|"
    "('e/e2').rmdir()|('f').unlink()|('f').rename('g')|('f').replace('g')|('n').symlink_to('f')|('l').readlink()|"
    "('f').chmod(0o600)|('l').resolve()",
    "list(Path": "('.').iterdir())|('.').glob('*'))|('.').rglob('*'))"
    + ("|('.').walk())" if sys.version_info >= (3, 12) else ""),
}
"""By what they begin with, calls of one line."""

for _start, _calls in SIMPLE.items():
    for _call in _calls.split("|"):
        _name = _call.partition("(")[0] or "." + _call.partition(").")[2].partition("(")[0]
        _head = "from pathlib import Path\n" if "Path" in _start else f"import {_start}\n"
        _full = f"Path{_name}" if "Path" in _start else f"{_start}.{_name}"
        _line = f"{_start}{_call}" if "Path" in _start else f"{_start}.{_call}"
        CASES.setdefault(_full, []).append(_head + _line)


def fill(place: Path) -> None:
    """Make the files that the scripts work on."""
    place.mkdir()
    (place / "f").write_text("text\n")
    (place / "h").write_text("text\n")
    (place / "big").write_text("x" * 200_000)
    for name in ("d/s", "twin/s", "e/e2"):
        (place / name).mkdir(parents=True)
    for name in ("d/f", "d/big", "twin/f"):
        (place / name).write_text("text\n")
    (place / "l").symlink_to("f")
    with zipfile.ZipFile(place / "z.zip", "w") as archive:
        archive.writestr("in/a", "x")
    with tarfile.open(place / "t.tar", "w") as tar:
        tar.add(place / "f", "in/f")
    for module, name in ((gzip, "g.gz"), (bz2, "b.bz2"), (lzma, "x.xz")):
        module.open(place / name, "wb").close()  # type: ignore[attr-defined]
    (place / "c.ini").write_text("[a]\nb = 1\n")
    (place / "x.xml").write_text("<a/>")


POLICY = Policy.from_text("permit (principal, action, resource);")


def test_every_name_of_the_table_has_a_case() -> None:
    known = {*table.FUNCTIONS, *table.METHODS, *table.OPENERS, *table.ARCHIVES}
    missing = known - set(CASES) - ({"Path.walk"} if sys.version_info < (3, 12) else set())
    assert not missing


@pytest.mark.parametrize("name", CASES)
def test_what_is_seen_is_what_is_used(name: str, tmp_path: Path) -> None:
    declared: set[str] = set()
    ever: set[str] = set()
    for number, source in enumerate(CASES[name]):
        place = tmp_path / str(number)
        fill(place)
        result = rexpy.Runner(policy=POLICY, cwd=place).run(source)
        assert result.ok, (source, result.error)
        used = set(result.operations) - ON_HANDLES
        seen = uses_of(ast.parse(source))
        assert used <= {use.operation for use in seen}, source
        assert not used or name in {use.by for use in seen}, source
        ever |= used
        declared |= {use.operation for use in seen if use.by == name}
    never = declared - ever - NOT_EVERYWHERE.get(name, set())
    assert not never or (never < READING and ever & READING)


def test_modes_are_told_apart_where_they_are_literal() -> None:
    def by_mode(call: str) -> set[str]:
        return {use.operation for use in uses_of(ast.parse(call))}

    assert by_mode("open('f')") == by_mode("open('f', 'rb')") == by_mode("open('f', mode='r')") == READING
    assert by_mode("open('f', 'w')") == {"fs.open_replace"}
    assert by_mode("open('f', 'ab')") == by_mode("open('f', 'x')") == {"fs.open_write"}
    assert by_mode("open('f', 'w+')") == by_mode("open('f', mode='r+b')") == {"fs.open_update"}
    everything = READING | {"fs.open_replace", "fs.open_write", "fs.open_update"}
    assert by_mode("open('f', mode)") == by_mode("open(*names)") == by_mode("open('f', **options)") == everything


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("import os as o\no.remove('x')", [("fs.unlink", 2, "os.remove")]),
        ("from os import remove as gone\n\ngone('x')", [("fs.unlink", 3, "os.remove")]),
        ("from os import path\npath.exists('x')", [("fs.stat", 2, "os.path.exists")]),
        ("import posixpath\nposixpath.exists('x')", [("fs.stat", 2, "os.path.exists")]),
        ("from pathlib import Path\np = Path('a') / 'b'\n(p.parent / 'c').rename(p)", [("fs.rename", 3, "Path.rename")]),
        ("from pathlib import Path\nclass A:\n    def __init__(self, root: Path):\n        self.root = root\n"
         "    def f(self):\n        self.root.chmod(1)", [("fs.chmod", 6, "Path.chmod")]),
        ("from pathlib import Path\ndef newest(all: list[Path]) -> Path:\n    return max(all)\nnewest([]).replace('x')",
         [("fs.rename", 4, "Path.replace")]),
        ("from pathlib import Path\ndef f(given):\n    given.unlink()", [("fs.unlink", 3, "Path.unlink")]),
        ("def f(given):\n    given.unlink()", []),
        ("def open(x):\n    return x\nopen('x')", []),
        ("'a'.replace('b', 'c')", []),
        ("import os\nos.path.join('a')\nos.getcwd()", []),
        ("import socket\nsocket.gethostbyname('h')", [("dns.resolve", 2, "socket.gethostbyname")]),
    ],
)  # fmt: skip
def test_names_are_followed(source: str, uses: list[tuple[str, int, str]]) -> None:
    assert uses_of(ast.parse(source)) == [Use(*use) for use in uses]


def test_a_sealed_worker_says_what_is_used_and_what_is_refused() -> None:
    found = examine("import os\nos.remove('x')\neval('1')\n")
    assert [finding.line for finding in found.findings] == [3]
    assert [tuple(use) for use in found.uses] == [("fs.unlink", 2, "os.remove")]
    assert examine("x = (").uses == ()
    assert examine("1").uses == ()


def test_what_is_seen_is_bounded() -> None:
    lines = "\n".join(["import os", *["os.remove('x')"] * 5000])
    assert len(uses_of(ast.parse(lines))) == MAX_USES
    deep = "from pathlib import Path\n(Path()" + " / 'x'" * 700 + ").unlink()"
    assert {use.by for use in uses_of(ast.parse(deep))} <= {"Path.unlink"}


@pytest.mark.parametrize(
    "value",
    [{}, [["fs.unlink"]], [["fs.unlink", "2", "x"]], [["fs.nothing", 2, "x"]], [["fs.unlink", 0, "x"]],
     [["fs.unlink", 2, "x" * 1000]], [["fs.unlink", 2, "x"]] * 3000],
)  # fmt: skip
def test_uses_in_another_form_than_a_worker_sends_are_refused(value: object) -> None:
    for said in (value, {"uses": value, "missing": []}, {"uses": []}):
        with pytest.raises(rexpy.RunnerError):
            parse(said)


@pytest.mark.parametrize(
    "value",
    [{}, [[1, "x"]], [["1", "x", "y"]], [[0, "x", "y"]], [[1, "x" * 300, "y"]], [[1, "x", "y" * 2000]], [[1, "x", "y"]] * 300],
)  # fmt: skip
def test_missing_modules_in_another_form_than_a_worker_sends_are_refused(value: object) -> None:
    with pytest.raises(rexpy.RunnerError):
        parse({"uses": [], "missing": value})


def test_imports_that_will_fail_are_told_and_those_that_are_caught_are_not() -> None:
    source = """
import os, requests
from typing import TYPE_CHECKING
import numpy.linalg as la
try:
    import yaml
except ImportError:
    import pickle
try:
    import ctypes
except ValueError:
    pass
if TYPE_CHECKING:
    import pandas
def later():
    from sqlite3 import connect
from . import sibling
from email.mime.text import MIMEText
"""
    found = examine(source)
    assert [(entry.module, entry.line) for entry in found.missing] == [
        ("requests", 2), ("numpy.linalg", 4), ("pickle", 8), ("ctypes", 10), ("sqlite3", 16),
    ]  # fmt: skip
    assert "csv" in next(entry.message for entry in found.missing if entry.module == "numpy.linalg")
    assert found == rexpy.examine(source)
    assert isinstance(found, rexpy.Examination)
