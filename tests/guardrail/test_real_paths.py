"""`fs.realpath` as an oracle: what it answers tells nothing of entries, and of links, that the policy does not grant."""

import errno
import os
from pathlib import Path

import pytest

from hostapi.errors import PathRefused
from rexpy.broker.refusal import Refused
from tests.broker.doors import Door, door
from tests.broker.runs import EVERYTHING, below, permits, run, value


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("granted/inner/deep", "secret/inner"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("granted/file", "granted/inner/file", "secret/file"):
        (tmp_path / name).write_text(name)
    (tmp_path / "granted/way").symlink_to("inner")
    (tmp_path / "granted/round").symlink_to("way/../way/deep")
    (tmp_path / "granted/link").symlink_to("way/file")
    (tmp_path / "granted/gone").symlink_to("inner/nothing")
    (tmp_path / "granted/out").symlink_to("../secret")
    (tmp_path / "secret/back").symlink_to("../granted/inner")
    return tmp_path


def real(held: Door, path: str | Path) -> tuple[str, bool]:
    answer, there = held.ask("fs.realpath", str(path))
    return answer, there


WITHIN = ["file", "inner", "way", "way/file", "way/deep", "round", "link", "gone", "inner/nothing", "nothing/at/all", "way/x/y",
          "file/below", "link/below", "."]  # fmt: skip


@pytest.mark.parametrize("name", WITHIN)
def test_the_answer_is_that_of_the_system(place: Path, name: str) -> None:
    path = os.path.normpath(place / "granted" / name)
    held = door(below(place / "granted"))
    assert real(held, path) == (os.path.realpath(path), os.path.exists(path))


STAT_ALONE = (("open", "Dir", "granted"), ("stat", "File", "granted/way/file"), ("open", "Dir", "granted/way"),
              ("open", "Dir", "granted/inner"), ("stat", "File", "granted/inner/file"))  # fmt: skip


def test_a_link_that_may_not_be_read_is_not_told_although_what_it_leads_to_is_granted(place: Path) -> None:
    grants = [(action, kind, place / name) for action, kind, name in STAT_ALONE]
    held = door(permits(*grants))
    path = str(place / "granted" / "way" / "file")
    assert held.ask("fs.stat", path, True)[6] == len("granted/inner/file")
    with pytest.raises(Refused) as caught:
        real(held, path)
    assert caught.value.action.name == "read"
    assert caught.value.decided.id == f"{place}/granted/way"
    assert caught.value.asked.id == path, "which component is the link is told to the operator alone"
    grants.append(("read", "File", place / "granted" / "way"))
    assert real(door(permits(*grants)), path) == (f"{place}/granted/inner/file", True)
    assert real(door(permits(*grants)), place / "granted" / "inner" / "file") == (f"{place}/granted/inner/file", True)


OUTSIDE = [
    "secret",
    "secret/file",
    "secret/nothing",
    "secret/back",
    "secret/back/file",
    "secret/file/below",
    "nothing",
    "",
]


def test_a_path_that_is_not_granted_answers_the_same_whatever_is_there(place: Path) -> None:
    held = door(below(place / "granted"))
    answers = set()
    for name in OUTSIDE:
        path = os.path.normpath(place / name)
        kind, text, _, effect, _ = held.answer("fs.realpath", path)
        answers.add((kind, text.replace(os.path.dirname(path), "<parent>").replace(path, "<path>"), effect))
    assert len(answers) == 1


@pytest.mark.parametrize(
    "name", ["out", "out/file", "out/nothing", "out/inner", "out/back", "out/back/file", "out/file/below"]
)
def test_a_link_out_of_what_is_granted_says_neither_where_it_leads_nor_what_is_there(place: Path, name: str) -> None:
    asked = f"{place}/granted/{name}"
    script = 'got = [attempt(os.path.realpath, args["path"], strict=True), os.path.realpath(args["path"])]\ngot'
    result = run(script, policy_text=below(place / "granted"), args={"path": asked})
    assert result.error is None
    (kind, number, text, filename, _, whole, told), lexical = result.value
    assert (kind, number, filename, lexical) == ("PermissionError", errno.EACCES, asked, asked)
    assert "symbolic link" in text
    assert "secret" not in whole
    assert told[0] == 'file_system::Action::"open"'
    assert str(place / "secret") in (result.denials[0].permit or ""), "the operator learns where it leads"


def test_a_link_that_the_script_made_is_no_way_to_ask_for_what_is_not_granted(place: Path) -> None:
    """It may make a link of any text and read it: only the text comes back, not what the system makes of it."""
    held = door(below(place / "granted"))
    answers = set()
    for number, target in enumerate(
        ("../secret/file", "../secret/nothing", "../secret/back/file", "../none/x", "/proc/self/cwd")
    ):
        path = f"{place}/granted/made{number}"
        held.ask("fs.symlink", target, path)
        kind, text, _, effect, _ = held.answer("fs.realpath", path)
        answers.add((kind, text, effect))
        os.unlink(path)
    assert len(answers) == 1


def test_a_loop_is_eloop_and_a_chain_is_bounded(place: Path) -> None:
    (place / "granted/one").symlink_to("two")
    (place / "granted/two").symlink_to("one")
    names = [f"hop{number}" for number in range(42)]
    for name, following in zip(names, [*names[1:], "file"], strict=True):
        (place / "granted" / name).symlink_to(following)
    held = door(below(place / "granted"))
    for name in ("one", "one/below", "hop0"):
        with pytest.raises(OSError) as caught:
            real(held, place / "granted" / name)
        assert caught.value.errno == errno.ELOOP, name
    assert real(held, place / "granted" / "hop10") == (f"{place}/granted/file", True)


def test_a_link_to_what_is_no_path_is_not_told(place: Path) -> None:
    for number, target in enumerate(("/" + "x/" * 65, "/a\nb", os.fsdecode(b"/\xff"))):
        (place / "granted" / f"odd{number}").symlink_to(target)
        with pytest.raises(PathRefused) as caught:
            real(door(EVERYTHING), place / "granted" / f"odd{number}")
        assert caught.value.filename == f"{place}/granted/odd{number}"


@pytest.mark.parametrize(
    "name", ["self", "self/nothing", "self/task/nothing", "thread-self/nothing", "self/cwd", "self/root/etc"]
)
def test_the_brokers_own_processes_have_no_numbers_here(name: str) -> None:
    """`/proc/self` is a link whose text is the broker's process id, also where nothing is at the path's end."""
    with pytest.raises(PermissionError, match="own processes"):
        real(door(EVERYTHING, pids=lambda: {os.getpid()}), f"/proc/{name}")


IN_A_SCRIPT = """
    from pathlib import Path
    os.chdir(args["at"])
    {
        "relative": os.path.realpath("way/file"),
        "of nothing": os.path.realpath(""),
        "bytes": os.path.realpath(b"way").decode(),
        "path": str(Path("link").resolve()),
        "strict": str(Path("round").resolve(strict=True)),
        "missing": str(Path("way/new/file").resolve()),
        "missing, strict": attempt(Path("way/new").resolve, strict=True)[:2],
        "no directory": attempt(os.path.realpath, "file/x", strict=True)[:2],
        "long": os.path.realpath("x" * 5000)[-10:],
        "here": str(Path().resolve()),
        "above": str(Path("..").resolve()) == str(Path(args["at"]).parent),
        "denied": os.path.realpath("/etc/hostname"),
    }
"""


def test_in_a_script_it_is_as_in_cpython_and_one_question(place: Path) -> None:
    here = f"{place}/granted"
    result = run(IN_A_SCRIPT, policy_text=below(place / "granted"), args={"at": here})
    assert result.error is None, result.error
    assert result.value == {
        "relative": f"{here}/inner/file",
        "of nothing": here,
        "bytes": f"{here}/inner",
        "path": f"{here}/inner/file",
        "strict": f"{here}/inner/deep",
        "missing": f"{here}/inner/new/file",
        "missing, strict": ["FileNotFoundError", errno.ENOENT],
        "no directory": ["NotADirectoryError", errno.ENOTDIR],
        "long": "x" * 10,
        "here": here,
        "above": True,
        "denied": "/etc/hostname",
    }
    assert set(result.operations) == {"fs.realpath", "fs.stat"}
    assert [denial.resource for denial in result.denials] == [
        f'file_system::Dir::"{place.parent}"',
        'file_system::Dir::"/etc"',
    ]


def test_where_the_run_is_and_where_its_script_lies_needs_no_question(place: Path) -> None:
    (place / "secret" / "job.py").write_text(
        "import os\nfrom pathlib import Path\n"
        "here = Path(__file__).resolve()\n"
        "{'file': __file__, 'real': str(here), 'again': os.path.realpath(here.parent, strict=True), 'parent': str(here.parent.resolve()),"
        " 'cwd': str(Path('.').resolve()), 'above': os.path.realpath('..')}"
    )
    (place / "job.py").symlink_to("secret/job.py")
    result = run_file(place / "job.py", cwd=place / "granted")
    assert result.error is None, result.error
    assert result.value == {
        "file": str(place / "job.py"),
        "real": str(place / "secret" / "job.py"),
        "again": str(place / "secret"),
        "parent": str(place / "secret"),
        "cwd": str(place / "granted"),
        "above": str(place),
    }
    assert (result.operations, result.denials) == ({}, ())


def run_file(path: Path, **options: object) -> object:
    import rexpy

    return rexpy.run(path, policy="forbid(principal, action, resource);", principal='User::"tester"', **options)  # type: ignore[arg-type]


def test_a_script_that_is_no_file_has_no_place(place: Path) -> None:
    assert value("__file__", cwd=place) == "script.py"
