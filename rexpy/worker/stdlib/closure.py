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
    "__future__ _colorize _compression _opcode_metadata _pydecimal _strptime _weakrefset argparse ast "
    "base64 bisect calendar collections collections.abc configparser contextlib contextvars copy copyreg "
    "csv dataclasses datetime decimal dis enum fnmatch fractions functools gettext glob gzip hashlib "
    "heapq hmac inspect ipaddress json json.decoder json.encoder json.scanner keyword linecache locale "
    "logging logging.handlers numbers opcode operator pathlib pathlib._abc pathlib._local platform pprint "
    "queue random re re._casefix re._compiler re._constants re._parser reprlib secrets shlex shutil "
    "signal statistics string struct tempfile textwrap threading timeit token tokenize tomllib "
    "tomllib._parser tomllib._re tomllib._types traceback types typing urllib urllib.parse uuid warnings "
    "weakref"
)
"""Python modules of the standard library, on CPython 3.11 to 3.13, that the catalogue's modules import."""

LATE: Final = _words(
    "_compat_pickle _markupbase asyncio.base_futures asyncio.base_tasks asyncio.constants "
    "asyncio.coroutines asyncio.events asyncio.exceptions asyncio.format_helpers asyncio.futures "
    "asyncio.locks asyncio.log asyncio.mixins asyncio.queues asyncio.runners asyncio.taskgroups "
    "asyncio.tasks asyncio.threads asyncio.timeouts bz2 cmd colorsys concurrent concurrent.futures "
    "concurrent.futures._base difflib email email._encoded_words email._header_value_parser "
    "email._parseaddr email._policybase email.base64mime email.charset email.contentmanager "
    "email.encoders email.errors email.feedparser email.generator email.header email.headerregistry "
    "email.iterators email.message email.mime email.mime.application email.mime.base "
    "email.mime.image email.mime.multipart email.mime.nonmultipart email.mime.text email.parser "
    "email.policy email.quoprimime email.utils encodings.cp037 encodings.cp1006 encodings.cp1026 "
    "encodings.cp1125 encodings.cp1140 encodings.cp1253 encodings.cp1254 encodings.cp1255 "
    "encodings.cp1256 encodings.cp1257 encodings.cp1258 encodings.cp273 encodings.cp424 "
    "encodings.cp500 encodings.cp720 encodings.cp737 encodings.cp775 encodings.cp852 encodings.cp855 "
    "encodings.cp856 encodings.cp857 encodings.cp858 encodings.cp860 encodings.cp861 encodings.cp862 "
    "encodings.cp863 encodings.cp864 encodings.cp865 encodings.cp866 encodings.cp869 encodings.cp874 "
    "encodings.cp875 encodings.hp_roman8 encodings.iso8859_10 encodings.iso8859_11 "
    "encodings.iso8859_13 encodings.iso8859_14 encodings.iso8859_16 encodings.iso8859_2 "
    "encodings.iso8859_3 encodings.iso8859_4 encodings.iso8859_5 encodings.iso8859_6 "
    "encodings.iso8859_7 encodings.iso8859_8 encodings.iso8859_9 encodings.koi8_r encodings.koi8_t "
    "encodings.koi8_u encodings.kz1048 encodings.mac_arabic encodings.mac_croatian "
    "encodings.mac_cyrillic encodings.mac_farsi encodings.mac_greek encodings.mac_iceland "
    "encodings.mac_latin2 encodings.mac_roman encodings.mac_romanian encodings.mac_turkish "
    "encodings.ptcp154 encodings.quopri_codec encodings.tis_620 encodings.utf_7 encodings.uu_codec "
    "filecmp fileinput getopt getpass graphlib html html.entities html.parser http http.cookies lzma "
    "mimetypes optparse pickle plistlib quopri sched stringprep tarfile unittest unittest._log "
    "unittest.async_case unittest.case unittest.loader unittest.main unittest.result unittest.runner "
    "unittest.signals unittest.suite unittest.util xml xml.dom xml.dom.NodeFilter xml.dom.domreg "
    "xml.dom.expatbuilder xml.dom.minicompat xml.dom.minidom xml.dom.xmlbuilder xml.etree "
    "xml.etree.ElementPath xml.etree.ElementTree xml.parsers xml.parsers.expat zipfile zipfile._path "
    "zipfile._path.glob zoneinfo zoneinfo._common zoneinfo._zoneinfo rexpy.worker.stdlib.accounts "
    "rexpy.worker.stdlib.event_loop rexpy.worker.stdlib.hints rexpy.worker.stdlib.locks "
    "rexpy.worker.stdlib.missing rexpy.worker.stdlib.mock_asserts rexpy.worker.stdlib.mock_calls "
    "rexpy.worker.stdlib.mock_kinds rexpy.worker.stdlib.mock_patch rexpy.worker.stdlib.nothing "
    "rexpy.worker.stdlib.own_modules rexpy.worker.stdlib.safe_ast rexpy.worker.stdlib.safe_asyncio "
    "rexpy.worker.stdlib.safe_futures rexpy.worker.stdlib.safe_importlib "
    "rexpy.worker.stdlib.safe_inspect rexpy.worker.stdlib.safe_logging_config "
    "rexpy.worker.stdlib.safe_mock rexpy.worker.stdlib.safe_names rexpy.worker.stdlib.safe_source "
    "rexpy.worker.stdlib.safe_timing rexpy.worker.stdlib.safe_unittest "
    "rexpy.worker.stdlib.script_names rexpy.worker.stdlib.signals rexpy.worker.stdlib.threads "
    "rexpy.worker.stdlib.turns rexpy.worker.stdlib.xml_text rexpy.worker.stdlib.zones"
)
"""Modules that few scripts import: not mapped, which costs every run some 15 us each, but read by the broker when they
are imported, which costs those who do some 100 us.
"""

OWN_MODULES: Final = (
    "rexpy.worker.stdlib.addresses",
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
    "rexpy.worker.stdlib.sockets",
    "rexpy.worker.stdlib.telemetry",
    "rexpy.worker.stdlib.text_annotations",
    "rexpy.worker.stdlib.uses",
    "rexpy.worker.stdlib.uses_table",
)
"""Modules of this package that are loaded when a script imports what they make safe."""
