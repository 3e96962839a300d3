"""What CPython's tests take from `test.support`, written anew for scripts; it runs in CPython as well."""

import contextlib
import gc
import os
import sys
import unittest

verbose = False
is_emscripten = is_wasi = is_android = is_apple = is_apple_mobile = MS_WINDOWS = Py_DEBUG = False
_1M = 1 << 20
_1G = 1 << 30
_2G = 2 << 30
_4G = 4 << 30

running = False
"""Whether a test runs now; set by who runs them."""


class Absent:
    """Stands for a module that scripts do not have: decorates while classes are made, ends a test that uses it."""

    def __init__(self, name):
        self._name = name

    def _end(self):
        raise unittest.SkipTest(f"needs the module {self._name}, which scripts do not have")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if running:
            self._end()
        return self

    def __call__(self, *args, **kwargs):
        if running:
            self._end()
        if len(args) == 1 and not kwargs and callable(args[0]):
            return unittest.skip(f"needs the module {self._name}, which scripts do not have")(args[0])
        return self

    def __enter__(self):
        self._end()

    def __exit__(self, *ending):
        pass


def _as_it_is(*args, **kwargs):
    """Serve as a decorator that changes nothing, with arguments or without."""
    if len(args) == 1 and not kwargs and callable(args[0]):
        return args[0]
    return lambda test: test


cpython_only = requires_IEEE_754 = requires_zlib = requires_bz2 = requires_lzma = requires_gzip = _as_it_is
skip_if_pgo_task = requires_resource = skip_emscripten_stack_overflow = skip_wasi_stack_overflow = _as_it_is


def requires_subprocess():
    return unittest.skip("runs programs")


def requires_fork():
    return unittest.skip("forks")


def requires_legacy_unicode_capi(*args):
    return unittest.skip("tests a C interface")


def bigmemtest(size, memuse, dry_run=True):
    return unittest.skip("needs gigabytes of memory")


def bigaddrspacetest(test):
    return unittest.skip("needs gigabytes of memory")(test)


def check_impl_detail(**guards):
    return guards.get("cpython", True)


def check__all__(case, *args, **kwargs):
    raise unittest.SkipTest("looks at all the names of a module, internal ones too")


def check_disallow_instantiation(case, cls, *args, **kwargs):
    with case.assertRaises(TypeError):
        cls(*args, **kwargs)


def gc_collect():
    for _ in range(3):
        gc.collect()


def findfile(name, subdir=None):
    """Return the path of a data file: copied to the working directory before the run, below `data`."""
    return os.path.join(os.environ["TEST_DATA"], subdir or "", name)


@contextlib.contextmanager
def swap_attr(obj, name, value):
    missing = object()
    before = getattr(obj, name, missing)
    setattr(obj, name, value)
    try:
        yield before
    finally:
        if before is missing:
            delattr(obj, name)
        else:
            setattr(obj, name, before)


@contextlib.contextmanager
def swap_item(obj, key, value):
    missing = object()
    before = obj.get(key, missing)
    obj[key] = value
    try:
        yield before
    finally:
        if before is missing:
            obj.pop(key, None)
        else:
            obj[key] = before


@contextlib.contextmanager
def set_recursion_limit(limit):
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def infinite_recursion(max_depth=None):
    # Above what the tests themselves stand on.
    return set_recursion_limit(max(max_depth or 0, 400))


@contextlib.contextmanager
def adjust_int_max_str_digits(digits):
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(digits)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


@contextlib.contextmanager
def captured_stdout():
    import io

    with contextlib.redirect_stdout(io.StringIO()) as stream:
        yield stream


@contextlib.contextmanager
def captured_stderr():
    import io

    with contextlib.redirect_stderr(io.StringIO()) as stream:
        yield stream


class _WindowsParser:
    """What of the module ntpath the tests of pure paths look at."""

    sep, altsep = "\\", "/"


def parser_of(path):
    """Return the module that takes the names of *path*, a path or class of paths, apart: `posixpath` or one like it."""
    import pathlib
    import posixpath

    cls = path if isinstance(path, type) else type(path)
    return _WindowsParser if issubclass(cls, pathlib.PureWindowsPath) else posixpath


def separators(path):
    """Return the separators of names in *path*, a pure path: the usual one and the other, "" or None."""
    import pathlib

    return ("\\", "/") if isinstance(path, pathlib.PureWindowsPath) else ("/", "")
