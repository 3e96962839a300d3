"""What is changed in CPython's test modules before they run: where a whole module would not load otherwise. Data only."""

from __future__ import annotations

from typing import NamedTuple

ABSENT = ("pickle", "doctest", "posix", "subprocess", "importlib", "ntpath", "urllib.request.pathname2url")
"""Modules that tests import at their top and that no script has; a test that uses one ends as skipped."""


class Change(NamedTuple):
    """A text of a module, what stands in its place, and why."""

    text: str
    by: str
    why: str


_INTERNAL = "uses module internals beside what it tests"

REPLACED = {
    "test_configparser": (
        Change("configparser._default_dict", "dict", _INTERNAL),
        Change("configparser._UNSET", '"unset"', _INTERNAL),
        Change(
            "interpolation=self.interpolation,",
            '**({} if self.interpolation == "unset" else {"interpolation": self.interpolation}),',
            _INTERNAL,
        ),
    ),
    "test_pathlib": (
        Change("self.flavour = p._flavour", "", _INTERNAL),
        Change("self.sep = self.flavour.sep", "self.sep = support.separators(p)[0]", _INTERNAL),
        Change("self.altsep = self.flavour.altsep", "self.altsep = support.separators(p)[1]", _INTERNAL),
        Change("(self.flavour.sep, 'd')", "(self.sep, 'd')", _INTERNAL),
        Change("        sep = self.flavour.sep", "        sep = self.sep", _INTERNAL),
        Change("altsep := self.flavour.altsep", "altsep := self.altsep", _INTERNAL),
        Change(
            "from test.support import import_helper",
            "from test import support; from test.support import import_helper",
            "for the one above",
        ),
        Change("flavour = pathlib._posix_flavour", "flavour = None", _INTERNAL),
        Change("flavour = pathlib._windows_flavour", "flavour = None", _INTERNAL),
        Change("self.cls.parser", "support.parser_of(self.cls)", _INTERNAL),
        Change(" p.parser", " support.parser_of(p)", _INTERNAL),
    ),
    "test_pathlib_abc": (
        Change(
            "from pathlib._abc import UnsupportedOperation, ParserBase, PurePathBase, PathBase",
            "from pathlib import UnsupportedOperation; ParserBase = PurePathBase = PathBase = object",
            "the base classes are private; what the public classes do is tested by what these tests are inherited for",
        ),
        Change(
            "from test.support import is_wasi", "from test import support; from test.support import is_wasi", "as above"
        ),
        Change("self.cls.parser", "support.parser_of(self.cls)", _INTERNAL),
        Change(" p.parser", " support.parser_of(p)", _INTERNAL),
    ),
    "test_statistics": (
        Change("sys.modules['statistics'] = self.module", "pass", "puts a module into sys.modules"),
        Change("sys.modules['statistics'] = statistics", "pass", "puts a module into sys.modules"),
    ),
    "test_shutil": (
        Change("SameFileError, _GiveupOnFastCopy)", "SameFileError)", _INTERNAL),
        Change("shutil._use_fd_functions", "False", "directories are not opened by descriptor"),
    ),
    "test_tempfile": (
        Change(
            "has_textmode = (tempfile._text_openflags != tempfile._bin_openflags)",
            "has_textmode = False",
            _INTERNAL,
        ),
        Change("_bflags = tempfile._bin_openflags", "_bflags = os.O_RDWR | os.O_CREAT | os.O_EXCL", _INTERNAL),
        Change("_tflags = tempfile._text_openflags", "_tflags = 0", _INTERNAL),
        Change("self.assertFalse(f._rolled)", "pass", _INTERNAL),
        Change("self.assertTrue(f._rolled)", "pass", _INTERNAL),
        Change(
            "output_type = tempfile._infer_return_type(dir, pre, suf)",
            "output_type = bytes if bytes in map(type, (dir, pre, suf)) else str",
            _INTERNAL,
        ),
    ),
}
"""Module to its changes."""
