"""Policies that somebody else can change, or the run that they hold, are refused before anything runs."""

import os
from pathlib import Path

import pytest

import rexpy
from rexpy.broker.governing import writable_by_others
from rexpy.broker.policy import Policy
from rexpy.errors import PolicyInvalid
from tests.broker.runs import PRINCIPAL
from tests.cli.command import rexpy as command

READ = 'permit(principal, action == file_system::Action::"read", resource);'
ROOT = os.geteuid() == 0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    os.chmod(tmp_path, 0o755)
    place = tmp_path / "etc" / "policies"
    place.mkdir(parents=True, mode=0o755)
    (place / "p.cedar").write_text(READ)
    (place / "p.cedar").chmod(0o644)
    return place


def findings(*paths: Path) -> list[str]:
    return [str(finding) for finding in writable_by_others(Policy.from_paths(paths).files)]


def test_the_owners_alone_are_accepted(place: Path) -> None:
    assert findings(place) == findings(place / "p.cedar") == []
    assert rexpy.run("1", policy=place, principal=PRINCIPAL).ok


@pytest.mark.parametrize(("mode", "said"), [(0o666, "anyone can write it (mode 0666)"), (0o602, "anyone can write")])
def test_a_file_that_anyone_can_write(place: Path, mode: int, said: str) -> None:
    (place / "p.cedar").chmod(mode)
    (finding,) = findings(place)
    assert finding.startswith(f"{place}/p.cedar")
    assert said in finding
    with pytest.raises(PolicyInvalid, match="write it"):
        rexpy.run("1", policy=place, principal=PRINCIPAL)
    assert rexpy.run("1", policy=place, principal=PRINCIPAL, insecure_policy_permissions=True).ok


@pytest.mark.skipif(not ROOT, reason="only root can give a file to another group or user")
def test_a_group_of_others_and_a_group_of_ones_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import grp
    import pwd

    (place / "p.cedar").chmod(0o664)
    os.chown(place / "p.cedar", 12345, 12345)
    assert "group 12345 can write" in findings(place)[0]
    user = pwd.struct_passwd(("ann", "x", 12345, 12345, "", "/", "/bin/sh"))
    for members, own in (([], True), (["ann"], True), (["ann", "bob"], False)):
        monkeypatch.setattr(pwd, "getpwuid", lambda uid: user)
        monkeypatch.setattr(grp, "getgrgid", lambda gid, members=members: grp.struct_group(("ann", "x", gid, members)))
        assert (findings(place) == []) is own


@pytest.mark.parametrize("above", ["policies", "etc"])
def test_a_directory_on_the_way_that_anyone_can_write(place: Path, above: str) -> None:
    directory = place if above == "policies" else place.parent
    directory.chmod(0o777)
    (finding,) = findings(place / "p.cedar")
    assert finding.startswith(f"{directory}:")
    assert f"decide what {place}/p.cedar says" in finding
    # With the sticky bit nobody replaces what is another's; but anyone adds to a directory that is loaded whole.
    directory.chmod(0o1777)
    assert findings(place / "p.cedar") == []
    assert bool(findings(place)) is (above == "policies")


@pytest.mark.skipif(not ROOT, reason="only root can give a file to another user")
def test_what_belongs_to_another_can_be_replaced(place: Path) -> None:
    os.chown(place.parent, 12345, -1)
    (finding,) = findings(place / "p.cedar")
    assert "it belongs to the user 12345" in finding
    os.chown(place / "p.cedar", 12345, -1)
    assert findings(place / "p.cedar") == [], "its own owner"
    place.parent.chmod(0o1777)
    os.chown(place.parent, 0, -1)
    os.chown(place / "p.cedar", 0, -1)
    os.chown(place, 12345, -1)
    assert findings(place / "p.cedar"), "in a sticky directory, what is another's can be replaced by him"


def test_a_link_is_followed_and_each_place_on_its_way_is_looked_at(place: Path) -> None:
    elsewhere = place.parent.parent / "open"
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "link.cedar").symlink_to(place / "p.cedar")
    assert findings(elsewhere / "link.cedar") == []
    elsewhere.chmod(0o777)
    (finding,) = findings(elsewhere / "link.cedar")
    assert finding.startswith(f"{elsewhere}:")


def test_a_file_that_was_replaced_while_it_was_read(place: Path) -> None:
    policy = Policy.from_paths(place / "p.cedar")
    new = place / "new"
    new.write_text(READ)
    new.rename(place / "p.cedar")
    assert "another file came to be there" in str(writable_by_others(policy.files)[0])
    (place / "p.cedar").unlink()
    assert "cannot be looked at" in str(writable_by_others(policy.files)[0])


CHANGES = ["write", "create", "delete", "chmod", "chown", "move"]


@pytest.mark.parametrize("action", CHANGES)
def test_a_policy_that_lets_the_run_change_it(place: Path, action: str) -> None:
    path = place / "p.cedar"
    opens = f'permit(principal, action == file_system::Action::"open", resource == file_system::Dir::"{place}");'
    grant = f'@id("wide") permit(principal, action == file_system::Action::"{action}", resource in file_system::Dir::"{place}");'
    path.write_text(opens + grant)
    ended = command("run", "-p", str(path), "--principal", PRINCIPAL, str(place / "none.py"))
    assert ended.returncode == 3
    assert f"{action} is permitted by wide ({path}:1)" in ended.stderr
    assert "--insecure-policy-permissions" in ended.stderr
    # Without `open` on its directory no operation gets as far.
    path.write_text(grant)
    assert rexpy.run("1", policy=path, principal=PRINCIPAL).ok
    # A forbid, or another principal, and it is fine.
    path.write_text(f'{opens}{grant}forbid(principal, action, resource == file_system::File::"{path}");')
    assert rexpy.run("1", policy=path, principal=PRINCIPAL).ok
    path.write_text((opens + grant).replace("principal", 'principal == User::"other"'))
    assert rexpy.run("1", policy=path, principal=PRINCIPAL).ok


def test_entities_and_links_are_looked_at_too(place: Path) -> None:
    entities = place / "e.json"
    entities.write_text("[]")
    entities.chmod(0o666)
    with pytest.raises(rexpy.RexpyError, match=r"e\.json"):
        rexpy.run("1", policy=place / "p.cedar", entities=entities, principal=PRINCIPAL)


def test_texts_have_no_files() -> None:
    assert rexpy.run("1", policy="permit(principal, action, resource);", principal=PRINCIPAL).ok
