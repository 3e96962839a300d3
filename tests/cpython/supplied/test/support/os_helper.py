"""What CPython's tests take from `test.support.os_helper`, written anew for scripts."""

import contextlib
import os
import shutil
import tempfile
import unittest

TESTFN_ASCII = f"@test_{os.getpid()}_tmp"
TESTFN_UNICODE = TESTFN_ASCII + "-\xe0\xf2\u0258\u0141\u011f"
TESTFN_NONASCII = TESTFN_ASCII + "-\xe6"
FS_NONASCII = "\xe6"
TESTFN_UNENCODABLE = TESTFN_UNDECODABLE = None
TESTFN = TESTFN_NONASCII


class FakePath:
    """An object that is nothing but a path."""

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return f"<FakePath {self.path!r}>"

    def __fspath__(self):
        if isinstance(self.path, BaseException) or (
            isinstance(self.path, type) and issubclass(self.path, BaseException)
        ):
            raise self.path
        return self.path


def can_symlink():
    return True


def can_xattr():
    return False


def can_chmod():
    return True


def skip_unless_symlink(test):
    return test


def skip_unless_hardlink(test):
    return unittest.skip("makes hard links, which scripts cannot")(test)


def skip_unless_xattr(test):
    return unittest.skip("sets extended attributes, which are not served")(test)


def skip_unless_working_chmod(test):
    return test


def skip_if_dac_override(test):
    return unittest.skip("the host's own permissions do not hold for root")(test)


def skip_unless_dac_override(test):
    return unittest.skip("the host's own permissions hold unless one is root")(test)


def fs_is_case_insensitive(directory):
    return False


def _longpath(path):
    return path


def unlink(path):
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(path)


def rmdir(path):
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(path)


def rmtree(path):
    with contextlib.suppress(FileNotFoundError):
        try:
            shutil.rmtree(path)
        except OSError:
            # A test took the permissions away.
            for directory, _, _ in os.walk(path):
                os.chmod(directory, 0o700)
            shutil.rmtree(path)


def create_empty_file(path):
    with open(path, "wb"):
        pass


@contextlib.contextmanager
def change_cwd(path, quiet=False):
    before = os.getcwd()
    os.chdir(os.path.realpath(path))
    try:
        yield os.getcwd()
    finally:
        os.chdir(before)


@contextlib.contextmanager
def temp_dir(path=None, quiet=False):
    if path is None:
        path = os.path.realpath(tempfile.mkdtemp())
    else:
        os.mkdir(path)
    try:
        yield path
    finally:
        rmtree(path)


@contextlib.contextmanager
def temp_cwd(name="tempcwd", quiet=False):
    with temp_dir(name) as path, change_cwd(path) as here:
        yield here


@contextlib.contextmanager
def temp_umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


class EnvironmentVarGuard:
    """Sets variables of the environment, and sets them back."""

    def __init__(self):
        self._before = {}

    def _remember(self, name):
        self._before.setdefault(name, os.environ.get(name))

    def __getitem__(self, name):
        return os.environ[name]

    def __contains__(self, name):
        return name in os.environ

    def __setitem__(self, name, value):
        self._remember(name)
        os.environ[name] = value

    def __delitem__(self, name):
        self._remember(name)
        os.environ.pop(name, None)

    def keys(self):
        return os.environ.keys()

    def __iter__(self):
        return iter(os.environ)

    def set(self, name, value):
        self[name] = value

    def unset(self, *names):
        for name in names:
            del self[name]

    def clear(self):
        for name in list(os.environ):
            del self[name]

    def pop(self, name, *default):
        self._remember(name)
        return os.environ.pop(name, *default)

    def __enter__(self):
        return self

    def __exit__(self, *ending):
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._before.clear()
