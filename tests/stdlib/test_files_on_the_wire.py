"""What a script's files cost in questions, when what it wrote can be seen, and what a denial leaves behind."""

import os
import stat
from pathlib import Path

import pytest

from tests.stdlib.running import printed, run


def test_a_small_file_costs_one_question(tmp_path: Path) -> None:
    (tmp_path / "small").write_text("x" * 1024)
    result = run(
        "print(len(open('small').read()), len(open('small', 'rb').read()), len(list(open('small'))))", tmp_path
    )
    assert result.stdout == "1024 1024 1\n"
    assert result.operations == {"fs.load": 3}


def test_large_reads_pass_the_buffer_by(tmp_path: Path) -> None:
    size = 8 << 20
    (tmp_path / "large").write_bytes(os.urandom(size))
    source = """
total = 0
with open("large", "rb") as f:
    while piece := f.read(1 << 20):
        total += len(piece)
print(total)
"""
    result = run(source, tmp_path)
    assert result.stdout == f"{size}\n"
    assert result.operations["fs.read"] <= 11


def test_lines_of_a_large_file_cost_few_questions(tmp_path: Path) -> None:
    (tmp_path / "large").write_text("line of text\n" * 200_000)
    result = run("print(sum(1 for line in open('large')))", tmp_path)
    assert result.stdout == "200000\n"
    assert result.operations["fs.read"] <= 25


def test_walking_asks_once_a_directory(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"d{number}" / "inner").mkdir(parents=True)
        (tmp_path / f"d{number}" / "file").touch()
    result = run("import os\nprint(sum(len(files) for _, _, files in os.walk('.')))", tmp_path)
    assert result.stdout == "20\n"
    assert result.operations == {"fs.list": 41}


def test_a_whole_file_write_is_seen_when_it_is_closed(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")
    source = """
f = open("f", "w")
f.write("new")
f.flush()
print(open("f").read())
f.close()
print(open("f").read())
"""
    assert printed(source, tmp_path) == "old\nnew\n"


def test_in_place_modes_are_seen_at_once(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")
    source = "f = open('f', 'a')\nf.write('+')\nf.flush()\nprint(open('f').read())"
    assert printed(source, tmp_path) == "old+\n"


def test_what_is_left_open_is_published_at_the_end(tmp_path: Path) -> None:
    source = """
kept = [open("a", "w"), open("b", "wb"), open("c", "a")]
kept[0].write("text")
kept[1].write(b"bytes")
kept[2].write("appended")
import gzip
squeezed = gzip.open("d.gz", "wt")
squeezed.write("inside")
open("e", "w").write("dropped")
"""
    printed(source, tmp_path)
    assert [(tmp_path / name).read_text() for name in "abce"] == ["text", "bytes", "appended", "dropped"]
    assert printed("import gzip\nprint(gzip.open('d.gz', 'rt').read())", tmp_path) == "inside\n"


def test_a_temporary_directory_left_behind_is_removed(tmp_path: Path) -> None:
    source = "import tempfile\nkept = tempfile.TemporaryDirectory(dir='.')\nopen(kept.name + '/x', 'w').close()\nprint(kept.name)"
    result = run(source, tmp_path)
    assert result.exit_code == 0, result.error
    assert list(tmp_path.iterdir()) == []


DENY = """
permit(principal, action, resource);
forbid(principal, action == file_system::Action::"read", resource == file_system::File::"{}");
"""


@pytest.mark.parametrize("mode", ["w", "wb"])
def test_a_denial_inside_with_leaves_the_old_file(mode: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    (tmp_path / "secret").write_text("secret")
    source = f"""
with open("out", {mode!r}) as f:
    f.write({'b"half"' if "b" in mode else '"half"'})
    f.write(open("secret", {mode.replace("w", "r")!r}).read())
"""
    result = run(source, tmp_path, policy=DENY.format(tmp_path / "secret"))
    assert result.exit_code == 2, result.error
    assert (tmp_path / "out").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["out", "secret"]


def test_appending_asks_for_nothing_but_to_append(tmp_path: Path) -> None:
    """What was written is not written again, which it was where the place after it was refused to be told."""
    (tmp_path / "log").write_text("old\n")
    policy = """permit(principal, action, resource);
    forbid(principal, action in [file_system::Action::"stat", file_system::Action::"read"], resource);"""
    source = """
with open("log", "a") as f:
    f.write("one\\n")
    f.flush()
    f.write("two\\n")
raw = open("log", "ab", buffering=0)
raw.write(b"three\\n")
raw.tell()
"""
    result = run(source, tmp_path, policy=policy)
    assert result.exit_code == 0, result.error
    assert (tmp_path / "log").read_text() == "old\none\ntwo\nthree\n"
    assert result.value == 18


@pytest.mark.parametrize("opened", ["open('out', 'w')", "gzip.open('out', 'wt')"])
def test_a_denial_leaves_the_old_file_also_without_with(opened: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    (tmp_path / "secret").write_text("secret")
    source = f"import gzip\nf = {opened}\nf.write('half')\nopen('secret')"
    result = run(source, tmp_path, policy=DENY.format(tmp_path / "secret"))
    assert result.exit_code == 2, result.error
    assert (tmp_path / "out").read_text() == "old"


def test_a_file_that_cannot_be_published_at_the_end_is_an_error(tmp_path: Path) -> None:
    source = "import os\nos.mkdir('d')\nf = open('d/out', 'w')\nf.write('x')\nos.rename('d', 'e')\nopen('kept', 'w').write('y')"
    result = run(source, tmp_path)
    assert (tmp_path / "kept").read_text() == "y"
    assert (result.exit_code, (tmp_path / "e" / "out").exists()) in ((0, True), (1, False))


def test_another_exception_inside_with_publishes_as_in_cpython(tmp_path: Path) -> None:
    source = "try:\n    with open('out', 'w') as f:\n        f.write('half')\n        1 / 0\nexcept ZeroDivisionError:\n    pass"
    printed(source, tmp_path)
    assert (tmp_path / "out").read_text() == "half"


def test_a_denial_names_the_path_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    source = """
try:
    open("secret")
except PermissionError as error:
    print(error.errno, error.filename, error.denial.effect, type(error).__name__)
import os, pathlib
print(pathlib.Path("secret").exists())
"""
    text = printed(source, tmp_path, policy=DENY.format(tmp_path / "secret"))
    assert text == "13 secret forbid PermissionError\nTrue\n"


def test_the_umask_and_modes_of_new_files(tmp_path: Path) -> None:
    source = """
import os
open("plain", "w").close()
os.mkdir("dir")
os.umask(0o077)
open("private", "w").close()
os.close(os.open("narrow", os.O_CREAT | os.O_WRONLY, 0o640))
"""
    printed(source, tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"plain": 0o644, "dir": 0o755, "private": 0o600, "narrow": 0o600}


def test_an_integer_is_only_a_descriptor_of_the_scripts_own(tmp_path: Path) -> None:
    source = """
import os
for number in (0, 1, 2, 3, 4, 5, 100):
    for use in (open, os.fstat, os.close, lambda n: os.pread(n, 1, 0)):
        try:
            use(number)
            print("opened", number)
        except OSError as error:
            if error.errno != 9:
                print(error)
fd = os.open("x", os.O_CREAT | os.O_RDWR)
print(open(fd, "w", closefd=False).write("y"), os.lseek(fd, 0, 0), os.read(fd, 9))
def opener(path, flags):
    return os.open(path + ".real", flags)
with open("name", "w", opener=opener) as f:
    f.write("z")
print(os.path.exists("name"), open("name.real").read(), os.write(1, b"direct\\n"))
"""
    assert sorted(printed(source, tmp_path).splitlines()) == ["1 0 b'y'", "False z 7", "direct"]


def test_bytes_that_are_not_text_are_refused_clearly(tmp_path: Path) -> None:
    source = """
import os
for path in (b"\\xff", "a\\udcff"):
    try:
        open(path)
    except OSError as error:
        print(error.errno == 84, error.strerror)
"""
    assert printed(source, tmp_path) == "True A path must be UTF-8 text\n" * 2
