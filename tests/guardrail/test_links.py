"""Symbolic links: each hop is authorized; what a script is told never says where a link that it may not follow leads."""

import errno
import os
from pathlib import Path

import pytest

from rexpy.broker.refusal import Refused
from tests.broker.doors import Door, door
from tests.broker.runs import below, permits, run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("granted/inner/deep", "secret/inner"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("granted/file", "granted/inner/file", "granted/inner/deep/file", "secret/file", "secret/inner/file"):
        (tmp_path / name).write_text(name)
    return tmp_path


def link(place: Path, name: str, target: str | Path) -> str:
    path = place / "granted" / name
    path.symlink_to(target)
    return str(path)


def content(held: Door, path: str | Path) -> str:
    handle, whole, data = held.ask("fs.open_read", str(path))
    held.handles.close(handle)
    assert whole
    return data.decode()


LEADS = {
    "relative": ("inner/file", "granted/inner/file"),
    "relative with dots": ("inner/../inner/./deep/../file", "granted/inner/file"),
    "up and down": ("../granted/inner/file", "granted/inner/file"),
    "with slashes": ("inner//deep///file", "granted/inner/deep/file"),
    "absolute": ("{base}/granted/inner/file", "granted/inner/file"),
    "absolute with dots": ("{base}/secret/../granted/inner/file", "granted/inner/file"),
    "far above the root": ("../" * 60 + "{base}/granted/file", "granted/file"),
}


@pytest.mark.parametrize("name", LEADS)
def test_a_link_to_a_granted_place_works(place: Path, name: str) -> None:
    target, real = LEADS[name]
    held = door(below(place / "granted"))
    assert content(held, link(place, "link", target.format(base=str(place)))) == real
    assert os.path.realpath(place / "granted" / "link") == str(place / real)


def test_a_chain_of_links_works_and_every_hop_is_asked(place: Path) -> None:
    names = [f"hop{number}" for number in range(40)]
    for name, following in zip(names, [*names[1:], "file"], strict=True):
        (place / "granted" / name).symlink_to(following)
    assert content(door(below(place / "granted")), place / "granted" / "hop0") == "granted/file"
    broken = (
        below(place / "granted") + f'forbid(principal, action, resource == file_system::File::"{place}/granted/hop20");'
    )
    with pytest.raises(Refused) as caught:
        content(door(broken), place / "granted" / "hop0")
    assert caught.value.decided.id == f"{place}/granted/hop20"
    assert caught.value.asked.id == f"{place}/granted/hop0"


def test_links_in_the_middle_work(place: Path) -> None:
    link(place, "way", "inner")
    link(place, "ways", "way/deep")
    held = door(below(place / "granted"))
    assert content(held, place / "granted" / "way" / "file") == "granted/inner/file"
    assert content(held, place / "granted" / "ways" / "file") == "granted/inner/deep/file"
    assert content(held, place / "granted" / "way" / "deep" / "file") == "granted/inner/deep/file"
    held.ask("fs.mkdir", str(place / "granted" / "way" / "new"), 0o700)
    held.ask("fs.symlink", "x", str(place / "granted" / "ways" / "new"))
    held.ask("fs.rename", str(place / "granted" / "way" / "new"), str(place / "granted" / "ways" / "moved"))
    assert (place / "granted" / "inner" / "deep" / "moved").is_dir()
    assert os.readlink(place / "granted" / "inner" / "deep" / "new") == "x"


@pytest.mark.parametrize("operation", ["fs.open_read", "fs.stat", "fs.list", "fs.open_replace"])
def test_loops_and_long_chains_are_eloop(place: Path, operation: str) -> None:
    link(place, "one", "two")
    link(place, "two", "one")
    link(place, "self", "self/x")
    names = [f"hop{number}" for number in range(42)]
    for name, following in zip(names, [*names[1:], "file"], strict=True):
        (place / "granted" / name).symlink_to(following)
    held = door(below(place / "granted"))
    more = {"fs.stat": [True], "fs.open_replace": [0o600]}.get(operation, [])
    for name in ("one", "self", "hop0", "one/below"):
        with pytest.raises(OSError) as caught:
            held.ask(operation, str(place / "granted" / name), *more)
        # `self/x` grows with every hop and may be too deep before it is too long a chain.
        assert (
            caught.value.errno in (errno.ELOOP, errno.EINVAL) if name == "self" else caught.value.errno == errno.ELOOP
        ), name
    held.ask("fs.unlink", str(place / "granted" / "one"))


def test_a_dangling_link_is_missing_and_may_be_written_through(place: Path) -> None:
    path = link(place, "link", "inner/new")
    held = door(below(place / "granted"))
    assert held.answer("fs.open_read", path)[2] == errno.ENOENT
    handle = held.ask("fs.open_write", path, True, False, False, False, 0o600)[0]
    held.ask("fs.write", handle, 0, b"made")
    held.handles.close_all()
    assert (place / "granted" / "inner" / "new").read_text() == "made"


TO_SECRET = {
    "the end": ("link", "../secret/file"),
    "the end, absolute": ("link", "{base}/secret/file"),
    "the middle": ("link/file", "../secret"),
    "the middle of the middle": ("link/inner/file", "../secret"),
    "a second link": ("link/file", "first"),
    "nothing there": ("link/nothing", "../secret"),
}


@pytest.mark.parametrize("name", TO_SECRET)
def test_a_link_to_a_place_that_is_not_granted_is_a_denial_that_does_not_say_where(place: Path, name: str) -> None:
    path, target = TO_SECRET[name]
    link(place, "first", "../secret")
    link(place, "link", target.format(base=str(place)))
    asked = f"{place}/granted/{path}"
    forbidding = below(place / "granted") + (
        f'@id("keep out of the cellar") @advice("the cellar is at {place}/secret") '
        f'forbid(principal, action, resource in file_system::Dir::"{place}/secret");'
    )
    script = """
        got = [attempt(read, args["path"]), attempt(write, args["path"], "x"), attempt(os.stat, args["path"]), attempt(os.listdir, args["path"])]
        got
    """
    result = run(script, policy_text=forbidding, args={"path": asked})
    assert result.error is None
    for kind, number, text, filename, second, whole, told in result.value:
        assert (kind, number, filename, second) == ("PermissionError", errno.EACCES, asked, None)
        assert "symbolic link" in text
        action, resource, effect, policies, advice = told
        assert asked in resource
        assert (effect, policies, advice) == ("forbid", [], None)
        assert action.startswith("file_system::Action")
        assert "secret" not in whole
        assert "cellar" not in whole
    # The operator learns it.
    assert len(result.denials) == 4
    for denial in result.denials:
        assert f"{place}/secret" in denial.resource
        assert denial.policies[0].startswith("keep out of the cellar")
        assert denial.advice is not None
    assert (place / "secret" / "file").read_text() == "secret/file"


def test_a_link_is_looked_at_as_itself_by_what_does_not_follow(place: Path) -> None:
    path = link(place, "link", "../secret/file")
    held = door(below(place / "granted"))
    assert held.ask("fs.readlink", path) == ["../secret/file"]
    assert held.ask("fs.stat", path, False)[6] == len("../secret/file")
    held.ask("fs.utime", path, 5, 5, False, False)
    held.ask("fs.rename", path, path + "2")
    held.ask("fs.unlink", path + "2")
    assert (place / "secret" / "file").stat().st_mtime_ns != 5


def test_removing_a_tree_removes_a_link_and_not_what_it_leads_to(place: Path) -> None:
    link(place, "inner/way", place / "secret")
    result = run(
        "shutil.rmtree(args['path'])",
        policy_text=below(place / "granted"),
        args={"path": str(place / "granted" / "inner")},
    )
    assert result.error is None
    assert not (place / "granted" / "inner").exists()
    assert (place / "secret" / "inner" / "file").exists()


def test_a_link_on_the_way_to_a_granted_file_needs_a_grant_itself(place: Path) -> None:
    link(place, "way", "inner")
    real = place / "granted" / "inner"
    only_real = permits(("open", "Dir", real), ("open", "File", real / "file"), ("read", "File", real / "file"))
    assert content(door(only_real), real / "file") == "granted/inner/file"
    with pytest.raises(Refused) as caught:
        content(door(only_real), place / "granted" / "way" / "file")
    assert not caught.value.by_link


def test_a_link_to_a_path_that_is_no_path_is_refused(place: Path) -> None:
    held = door()
    for number, target in enumerate(("/" + "x/" * 65, "/a\nb", "/\x1b[31m", os.fsdecode(b"/\xff"))):
        path = link(place, f"link{number}", target)
        answer = held.answer("fs.open_read", path)
        assert answer[0] == "error", target
        assert answer[2] == errno.EINVAL, target


def test_a_rename_through_a_link_asks_with_the_real_destination(place: Path) -> None:
    """The context of `move` says where the entry really goes."""
    link(place, "way", "../secret")
    only = (
        below(place / "granted")
        + f'permit(principal, action, resource in file_system::Dir::"{place}/secret");'
        + f'forbid(principal, action == file_system::Action::"move", resource) when {{ context.destination.path like "{place}/secret/*" }};'
    )
    held = door(only)
    with pytest.raises(Refused) as caught:
        held.ask("fs.rename", str(place / "granted" / "file"), str(place / "granted" / "way" / "moved"))
    assert caught.value.action.name == "move"
    assert (place / "granted" / "file").exists()
    held.ask("fs.rename", str(place / "granted" / "file"), str(place / "granted" / "moved"))
