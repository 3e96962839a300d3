"""A script's path becomes canonical text or a clear error, before anything is asked."""

import errno
import os
import posixpath
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexpy.worker.stdlib.paths import PATH_MAX, canonical, exact_text, with_filename
from rexpy.worker.stdlib.state import WORKER


@pytest.fixture(autouse=True)
def _working_directory() -> Iterator[None]:
    before, WORKER.cwd = WORKER.cwd, "/home/dir"
    yield
    WORKER.cwd = before


@pytest.mark.parametrize(
    ("given_path", "expected"),
    [
        ("/a/b", "/a/b"),
        ("/", "/"),
        ("//", "/"),
        ("//a", "/a"),
        ("/a//b///c", "/a/b/c"),
        ("/a/./b/.", "/a/b"),
        ("/a/../b", "/b"),
        ("/../../b", "/b"),
        ("/a/b/", "/a/b"),
        ("x", "/home/dir/x"),
        (".", "/home/dir"),
        ("..", "/home"),
        ("../../../..", "/"),
        ("./x/../y", "/home/dir/y"),
        (".hidden", "/home/dir/.hidden"),
        ("/a/.hidden/..x/...", "/a/.hidden/..x/..."),
        ("/ä/ö", "/ä/ö"),
        ("/a b\nc", "/a b\nc"),
    ],
)
def test_normal_forms(given_path: str, expected: str) -> None:
    assert canonical(given_path) == expected


@given(st.text(alphabet="ab./é", min_size=1, max_size=30))
def test_agrees_with_normpath(path: str) -> None:
    WORKER.cwd = "/home/dir"
    expected = posixpath.normpath(posixpath.join("/home/dir", path))
    assert canonical(path) == "/" + expected.lstrip("/")


@given(st.text(min_size=1, max_size=60))
def test_whatever_passes_is_canonical(path: str) -> None:
    WORKER.cwd = "/home/dir"
    try:
        result = canonical(path)
    except (ValueError, OSError):
        return
    assert result == "/" or (result[0] == "/" and all(part not in ("", ".", "..") for part in result[1:].split("/")))
    assert canonical(result) == result


def test_refused_paths() -> None:
    with pytest.raises(ValueError, match="embedded null byte"):
        canonical("/a\0b")
    with pytest.raises(FileNotFoundError):
        canonical("")
    with pytest.raises(OSError, match="UTF-8") as surrogate:
        canonical("/a\udcff")
    assert surrogate.value.errno == errno.EILSEQ
    for long in ("/" + "a" * (PATH_MAX - 1), "é" * (PATH_MAX // 2), "/a" * PATH_MAX):
        with pytest.raises(OSError, match="too long") as refused:
            canonical(long)
        assert refused.value.errno == errno.ENAMETOOLONG
    assert len(canonical("/" + "a" * (PATH_MAX - 2))) == PATH_MAX - 1


def test_exact_text() -> None:
    class Lying(str):
        def __str__(self) -> str:
            return "/other"

        def __fspath__(self) -> str:
            return "/other"

    class Flipping:
        def __init__(self) -> None:
            self.answers = iter(["/first", "/second"])

        def __fspath__(self) -> str:
            return next(self.answers)

    lying = exact_text(Lying("/true"))
    assert lying == "/true"
    assert type(lying) is str
    assert exact_text(Flipping()) == "/first"
    assert exact_text("/é".encode()) == "/é"
    with pytest.raises(OSError, match="UTF-8"):
        exact_text(b"/\xff")
    wrong: Any
    for wrong in (None, 3, 3.5, ["/a"], object()):
        with pytest.raises(TypeError, match=type(wrong).__name__):
            exact_text(wrong)


def test_errors_name_the_path_as_it_was_written() -> None:
    error = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "/home/dir/x")
    assert str(with_filename(error, "x")) == "[Errno 2] No such file or directory: 'x'"
    both = OSError(errno.EXDEV, "far", "/a", None, "/b")
    assert with_filename(both, "a", "b").filename2 == "b"
