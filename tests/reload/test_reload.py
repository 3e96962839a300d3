"""What is in force was loaded whole and found valid; a set that is not leaves the one before; a run keeps its own."""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import rexpy
from rexpy.broker.policy.providers import PolicyFiles, PolicyTexts, Provided
from rexpy.broker.reload import LivePolicy, Reload, ReloadEvent
from rexpy.errors import EntitiesInvalid, PolicyInvalid, RunnerError
from tests.broker.runs import PRINCIPAL, nothing_left

READ = 'permit(principal, action == file_system::Action::"read", resource);'
OSTYPE = 'open("/proc/sys/kernel/ostype").read()'


class Changing:
    """A provider of one's own: what it has is what a test says, or an exception."""

    def __init__(self, text: str) -> None:
        self.now: Any = text

    def policies(self) -> Provided:
        if isinstance(self.now, Exception):
            raise self.now
        return Provided((("service", self.now),))


def live(provider: Any, events: list[ReloadEvent] | None = None, **options: Any) -> LivePolicy:
    told = None if events is None else events.append
    return LivePolicy((provider,), reload=Reload(every_s=3600, on_event=told, **options))


def test_a_new_set_comes_into_force_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    events: list[ReloadEvent] = []
    provider = Changing("")
    held = live(provider, events)
    first = held.policy
    assert held.refresh() is None
    provider.now = READ
    with caplog.at_level(logging.INFO, "rexpy.policy"):
        event = held.refresh()
    assert event == events[0] == ReloadEvent("loaded", held.policy.sha256)
    assert held.policy is not first
    assert held.policy.sha256 in caplog.text
    assert held.refresh() is None
    assert len(events) == 1
    assert first.authorizer(PRINCIPAL) is not held.policy.authorizer(PRINCIPAL)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("permit(principal, action, resource)", "service"),
        ('permit(principal, action == file_system::Action::"raed", resource);', "raed"),
        (READ + "forbid(principal, action, resource) when { 9223372036854775807 + 1 == 0 };", "overflow"),
        ('@test_deny("read File:/a as a") ' + READ, "test_deny"),
        (ConnectionError("the service is down"), "ConnectionError: the service is down"),
    ],
)
def test_a_set_that_is_not_good_changes_nothing_and_is_told_once(
    bad: Any, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    events: list[ReloadEvent] = []
    provider = Changing(READ)
    held = live(provider, events)
    first = held.policy
    provider.now = bad
    event = held.refresh()
    assert event is not None
    assert (event.kind, event.sha256) == ("refused", first.sha256)
    assert said in (event.error or "")
    assert bool(event.findings) is isinstance(bad, str)
    assert held.policy is first
    assert "stays in force" in caplog.text
    assert held.refresh() is None
    assert len(events) == 1
    provider.now = READ
    assert held.refresh() is None, "as it was"
    provider.now = bad
    assert held.refresh() is not None, "wrong anew"


def test_a_failure_can_end_it() -> None:
    provider = Changing(READ)
    events: list[ReloadEvent] = []
    runner = rexpy.Runner(
        policy=provider, principal=PRINCIPAL, reload=Reload(every_s=3600, on_error="stop", on_event=events.append)
    )
    assert runner.run("1").ok
    provider.now = "permit("
    event = runner.refresh()
    assert (event.kind, event.sha256) == ("stopped", None)
    with nothing_left(), pytest.raises(RunnerError, match="nothing is in force"):
        runner.run("1")
    provider.now = READ
    assert runner.refresh() is None
    with pytest.raises(RunnerError, match="nothing is in force"):
        runner.run("1")
    assert [one.kind for one in events] == ["stopped"]


def test_the_first_set_must_be_good() -> None:
    with pytest.raises(PolicyInvalid):
        live(Changing("permit("))
    with pytest.raises(ConnectionError):
        live(Changing(ConnectionError()))  # type: ignore[arg-type]
    with pytest.raises(EntitiesInvalid):
        LivePolicy((Changing(""),), (PolicyTexts((), (), [("e", "{}")]),))


def test_a_clock_loads_what_has_not_changed_too() -> None:
    events: list[ReloadEvent] = []
    held = live(Changing(READ), events, on="clock")
    first = held.policy
    assert held.refresh() is not None
    assert held.policy is not first
    assert held.policy.sha256 == first.sha256


@pytest.mark.parametrize("wrong", [{"every_s": 0.5}, {"every_s": float("nan")}, {"on": "never"}, {"on_error": "go on"}])
def test_what_reload_takes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"every|on is"):
        Reload(**wrong)


def test_a_callback_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: ReloadEvent) -> None:
        raise RuntimeError("mine")

    provider = Changing("")
    held = LivePolicy((provider,), reload=Reload(every_s=3600, on_event=fail))
    provider.now = READ
    assert held.refresh() is not None
    assert "on_event failed" in caplog.text
    assert held.policy.statements


def test_files_are_seen_to_change_by_the_watcher(tmp_path: Path) -> None:
    (tmp_path / "a.cedar").write_text("")
    changed = threading.Event()
    runner = rexpy.Runner(
        policy=[tmp_path],
        principal=PRINCIPAL,
        cwd="/",
        reload=Reload(every_s=1, on_event=lambda event: changed.set()),
    )
    with runner:
        assert runner.run(OSTYPE).exit_code == 2
        first = runner.policy.sha256
        grant = 'permit(principal, action, resource in file_system::Dir::"/proc/sys/kernel");'
        (tmp_path / "new").write_text(grant)
        (tmp_path / "new").rename(tmp_path / "b.cedar")
        assert changed.wait(60)
        result = runner.run(OSTYPE)
        assert (result.ok, result.policy_sha256) == (True, runner.policy.sha256)
        assert result.policy_sha256 != first


def test_what_is_mended_without_a_change_of_text_comes_into_force(tmp_path: Path) -> None:
    file = tmp_path / "a.cedar"
    file.write_text("")
    runner = rexpy.Runner(policy=file, principal=PRINCIPAL, reload=Reload(every_s=3600))
    file.write_text(READ)
    file.chmod(0o666)
    event = runner.refresh()
    assert (event.kind, "anyone can write it" in event.error) == ("refused", True)
    file.chmod(0o600)
    assert runner.refresh().kind == "loaded"
    own = f'permit(principal, action, resource in file_system::Dir::"{tmp_path}");'
    file.write_text(own)
    assert "change its own policy" in runner.refresh().error


@pytest.mark.parametrize("on_error", ["keep", "stop"])
def test_a_file_that_others_can_write_now_is_told_before_they_do(on_error: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.cedar"
    file.write_text(READ)
    runner = rexpy.Runner(policy=file, principal=PRINCIPAL, reload=Reload(every_s=3600, on_error=on_error))
    first = runner.policy.sha256
    assert runner.refresh() is None
    file.chmod(0o666)
    event = runner.refresh()
    assert (event.kind, "anyone can write it" in event.error) == ("refused" if on_error == "keep" else "stopped", True)
    assert runner.refresh() is None, "told once"
    if on_error == "keep":
        assert runner.policy.sha256 == first
        file.chmod(0o600)
        assert runner.refresh() is None
        file.chmod(0o666)
        assert runner.refresh() is not None


def test_a_file_replaced_by_its_like_is_looked_at_as_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "a.cedar"
    file.write_text(READ)
    runner = rexpy.Runner(policy=file, principal=PRINCIPAL, reload=Reload(every_s=3600))
    first = runner.policy
    (tmp_path / "new").write_text(READ)
    (tmp_path / "new").rename(file)
    assert runner.refresh() == ReloadEvent("loaded", first.sha256)
    assert {each.inode for each in runner.policy.files} == {file.stat().st_ino} != {each.inode for each in first.files}
    assert runner.run("1").ok


def test_a_directory_that_was_emptied_or_taken_away_changes_nothing(tmp_path: Path) -> None:
    base = tmp_path / "policies"
    base.mkdir()
    (base / "a.cedar").write_text(READ)
    runner = rexpy.Runner(policy=[base], principal=PRINCIPAL, reload=Reload(every_s=3600))
    first = runner.policy
    (base / "a.cedar").unlink()
    assert "holds no *.cedar" in runner.refresh().error
    base.rmdir()
    assert "cannot be read" in runner.refresh().error
    base.symlink_to("/nowhere")
    assert runner.refresh() is None, "the same"
    base.unlink()
    base.write_text("permit(principal, action, resource);")
    assert runner.refresh().kind == "refused", "it may change itself"
    assert runner.policy is first


def test_a_file_that_is_being_written_is_not_taken_for_whole(tmp_path: Path) -> None:
    """The first half of a set is a set, and may lack the forbids."""
    file = tmp_path / "a.cedar"
    file.write_text("")
    held = LivePolicy((PolicyFiles(file),), reload=Reload(every_s=3600))
    file.write_text(READ)
    assert held.refresh(settled=True) is None
    os.utime(file, times=(time.time(), time.time() - 2))
    assert held.refresh(settled=True) == ReloadEvent("loaded", held.policy.sha256)
    file.write_text("")
    os.utime(file, times=(time.time(), time.time() + 3600))
    assert held.refresh(settled=True) is not None, "whatever a clock says, it is not waited for long"


class Panic(BaseException):
    __module__ = "pyo3_runtime"


def test_a_panic_is_a_failure_and_an_interrupt_is_none() -> None:
    provider = Changing(READ)
    held = live(provider)
    for error, caught in ((Panic(), True), (KeyboardInterrupt(), False), (SystemExit(), False)):

        def fail(error: BaseException = error) -> Provided:
            raise error

        provider.policies = fail  # type: ignore[method-assign]
        if caught:
            event = held.refresh()
            assert event is not None
            assert event.kind == "refused"
        else:
            with pytest.raises(type(error)):
                held.refresh()
    assert held.policy.statements


def test_a_run_keeps_the_policy_that_it_began_with() -> None:
    provider = Changing('permit(principal, action, resource in file_system::Dir::"/proc/sys/kernel");')
    runner = rexpy.Runner(policy=provider, principal=PRINCIPAL, reload=Reload(every_s=3600))
    began = runner.policy.sha256

    def change(_: int, text: str) -> None:
        if text.strip() == "now":
            provider.now = "forbid(principal, action, resource);"
            assert runner.refresh().kind == "loaded"

    script = f"{OSTYPE}\nprint('now', flush=True)\n" + "\n".join(
        f"open('/proc/sys/kernel/{name}').read()" for name in ("version", "osrelease", "hostname")
    )
    result = runner.run(script, on_output=change)
    assert (result.error, result.policy_sha256) == (None, began)
    after = runner.run(OSTYPE)
    assert (after.exit_code, after.policy_sha256) == (2, runner.policy.sha256)


def test_the_watcher_ends_with_what_it_watches_for() -> None:
    def watchers() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name == "rexpy-reload"}

    before = watchers()
    held = LivePolicy((Changing(READ),), reload=Reload(every_s=3600))
    (mine,) = watchers() - before
    gone = weakref.ref(held)
    del held
    gc.collect()
    assert gone() is None
    mine.join(60)
    assert not mine.is_alive()
    held = LivePolicy((Changing(READ),), reload=Reload(every_s=3600))
    (mine,) = watchers() - before
    held.close()
    mine.join(60)
    assert not mine.is_alive()
    assert held.policy.statements


@pytest.mark.parametrize("given", [lambda p: rexpy.Policy.from_text(READ), lambda p: []])
def test_what_cannot_be_loaded_anew(given: Callable[[Path], Any], tmp_path: Path) -> None:
    with pytest.raises(rexpy.UsageError):
        rexpy.Runner(policy=given(tmp_path), principal=PRINCIPAL, reload=Reload())


def test_texts_files_links_and_entities_come_together(tmp_path: Path) -> None:
    (tmp_path / "p.cedar").write_text(
        '@id("t") permit(principal in ?principal, action, resource in file_system::Dir::"/proc/sys/kernel");'
    )
    links = '[{"template_id": "t", "link_id": "l", "args": {"?principal": "Group::\\"g\\""}}]'
    entities = '[{"uid": {"type": "User", "id": "u"}, "attrs": {}, "parents": [{"type": "Group", "id": "g"}]}]'
    (tmp_path / "l.json").write_text(links)
    (tmp_path / "e.json").write_text(entities)
    for given in (
        {"policy": tmp_path / "p.cedar", "links": links, "entities": entities},
        {"policy": [tmp_path / "p.cedar"], "links": tmp_path / "l.json", "entities": tmp_path / "e.json"},
        {"policy": PolicyFiles(tmp_path / "p.cedar", links=[tmp_path / "l.json"]),
         "entities": rexpy.EntityFiles(tmp_path / "e.json")},
        {"policy": (tmp_path / "p.cedar").read_text(), "links": tmp_path / "l.json", "entities": entities},
    ):  # fmt: skip
        runner = rexpy.Runner(principal='User::"u"', reload=Reload(every_s=3600), **given)
        assert runner.run(OSTYPE).ok, given
