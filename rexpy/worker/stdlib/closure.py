"""Which modules are loaded before the seal, which are mapped to be loaded later, and which never are. Data
only.

A test imports every module of the catalogue with nothing but these.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


EXTENSIONS: Final = _words(
    "math _struct _json _datetime _random _bisect _heapq _csv zlib binascii _statistics array _queue "
    "_opcode cmath _md5 _sha1 _sha256 _sha512 _sha2 _sha3 _blake2 _contextvars unicodedata _bz2 _lzma "
    "pyexpat mmap"
)
"""Extension modules, loaded before the seal: afterwards no library can be mapped. Absent ones are passed
over.
"""

ENCODINGS: Final = _words(
    "ascii latin_1 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be cp1252 iso8859_1 "
    "iso8859_15 cp437 cp850 cp1250 cp1251 idna punycode raw_unicode_escape unicode_escape base64_codec "
    "hex_codec rot_13 zlib_codec bz2_codec charmap undefined"
)
"""Codecs of `encodings` that are mapped; UTF-8 is loaded by every interpreter."""

REFUSED: Final = frozenset(
    _words(
        "pwd grp spwd nis fcntl termios tty pty resource readline _hashlib _ssl ssl _posixsubprocess "
        "subprocess _ctypes ctypes _multiprocessing multiprocessing _posixshmem _uuid _curses _tkinter "
        "_sqlite3 sqlite3 webbrowser pdb syslog _asyncio _zoneinfo"
    )
)
"""Modules that the library itself tries, and does without: each would reach the kernel, or load a library."""

MAPPED: Final = _words(
    "__future__ _colorize _compat_pickle _compression _markupbase _opcode_metadata _pydecimal _strptime "
    "_weakrefset argparse ast asyncio.base_futures asyncio.base_tasks asyncio.constants "
    "asyncio.coroutines asyncio.events asyncio.exceptions asyncio.format_helpers asyncio.futures "
    "asyncio.locks asyncio.log asyncio.mixins asyncio.queues asyncio.runners asyncio.taskgroups "
    "asyncio.tasks asyncio.timeouts base64 bisect bz2 calendar collections collections.abc colorsys "
    "concurrent concurrent.futures concurrent.futures._base configparser contextlib contextvars copy "
    "copyreg csv dataclasses datetime decimal difflib dis enum filecmp fileinput fnmatch fractions "
    "functools getopt getpass gettext glob graphlib gzip hashlib heapq hmac html html.entities "
    "html.parser inspect ipaddress json json.decoder json.encoder json.scanner keyword linecache locale "
    "logging logging.handlers lzma mimetypes numbers opcode operator optparse pathlib pathlib._abc "
    "pathlib._local pickle platform pprint queue random re re._casefix re._compiler re._constants "
    "re._parser reprlib sched secrets shlex shutil signal statistics string stringprep struct tarfile "
    "tempfile textwrap threading timeit token tokenize tomllib tomllib._parser tomllib._re tomllib._types "
    "traceback types typing unittest unittest._log unittest.case unittest.loader unittest.main "
    "unittest.result unittest.runner unittest.signals unittest.suite unittest.util urllib urllib.parse "
    "uuid warnings weakref xml xml.etree xml.etree.ElementPath xml.etree.ElementTree zipfile "
    "zipfile._path zipfile._path.glob zoneinfo zoneinfo._common zoneinfo._zoneinfo"
)
"""Python modules of the standard library, on CPython 3.11 to 3.13, that the catalogue's modules import."""

OWN_MODULES: Final = (
    "rexpy.worker.stdlib.accounts",
    "rexpy.worker.stdlib.addresses",
    "rexpy.worker.stdlib.event_loop",
    "rexpy.worker.stdlib.own_modules",
    "rexpy.worker.stdlib.safe_asyncio",
    "rexpy.worker.stdlib.safe_atexit",
    "rexpy.worker.stdlib.safe_contextlib",
    "rexpy.worker.stdlib.safe_copy",
    "rexpy.worker.stdlib.safe_dataclasses",
    "rexpy.worker.stdlib.safe_functools",
    "rexpy.worker.stdlib.safe_io",
    "rexpy.worker.stdlib.safe_logging",
    "rexpy.worker.stdlib.safe_operator",
    "rexpy.worker.stdlib.safe_shutil",
    "rexpy.worker.stdlib.safe_text",
    "rexpy.worker.stdlib.safe_timing",
    "rexpy.worker.stdlib.safe_unittest",
    "rexpy.worker.stdlib.sockets",
    "rexpy.worker.stdlib.telemetry",
    "rexpy.worker.stdlib.zones",
    "rexpy.worker.stdlib.uses",
    "rexpy.worker.stdlib.uses_table",
)
"""Modules of this package that are loaded when a script imports what they make safe."""
