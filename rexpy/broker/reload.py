"""Policies that change while runs go on: loaded anew, and in force from the next run on.

Invariant: what is in force has been loaded whole, validated and found safe. A set that is not leaves the one before in
force, and says so. A run keeps the policy that it began with.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rexpy.broker.policy import Policy, PolicyLimits
from rexpy.broker.policy.cedar import is_failure
from rexpy.broker.policy.providers import EntityProvider as EntityProvider
from rexpy.broker.policy.providers import Gathered, gather, load
from rexpy.broker.policy.providers import PolicyProvider as PolicyProvider
from rexpy.errors import EntitiesInvalid, Finding, PolicyInvalid, RunnerError

LOGGER = logging.getLogger("rexpy.policy")
MIN_EVERY_S = 1.0
"""The shortest interval: to read and hash a thousand files takes a fifth of it."""


SETTLED_S = 1.0
"""A file that was written less long ago may be half of what is meant: the watcher looks at it again the next time."""


class ReloadEvent(NamedTuple):
    """What came of looking for new policies.

    *kind*: `loaded`, a new set is in force; `refused`, the new set is not valid or cannot be had, and the one before
    stays; `stopped`, the same, and nothing is in force any more. *sha256*: of what is in force, None for nothing.
    *error* and *findings* say what was wrong.
    """

    kind: Literal["loaded", "refused", "stopped"]
    sha256: str | None
    error: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Reload:
    """When policies are loaded anew, and what happens where that fails.

    *every_s*: seconds between two looks, at least 1. *on*: `change`, only what has another SHA-256 is loaded; `clock`,
    each time. *on_error*: `keep` the last good set, or `stop`: every further run is refused. *on_event* is called with
    each `ReloadEvent`, in the thread that looked; what it raises is logged.

    Raises ValueError.
    """

    every_s: float = 5.0
    on: Literal["change", "clock"] = "change"
    on_error: Literal["keep", "stop"] = "keep"
    on_event: Callable[[ReloadEvent], None] | None = None

    def __post_init__(self) -> None:
        if not MIN_EVERY_S <= self.every_s < 1 << 31:
            raise ValueError(
                f"policies are reloaded every {MIN_EVERY_S:g} seconds or more seldom, not {self.every_s!r}"
            )
        if self.on not in ("change", "clock") or self.on_error not in ("keep", "stop"):
            raise ValueError("on is 'change' or 'clock', on_error is 'keep' or 'stop'")


class LivePolicy:
    """The policy in force. Threads may share it; `close` ends the thread that looks for changes."""

    def __init__(
        self,
        policies: tuple[PolicyProvider, ...],
        entities: tuple[EntityProvider, ...] = (),
        *,
        reload: Reload | None = None,
        limits: PolicyLimits | None = None,
        check: Callable[[Policy], None] | None = None,
    ) -> None:
        """Load. *check* raises PolicyInvalid for a policy that must not come into force.

        Raises PolicyInvalid, EntitiesInvalid, and what a provider raises: there is no good set to keep yet.
        """
        self._providers = (policies, entities)
        self._limits = limits or PolicyLimits()
        self._check = check
        self._reload = reload
        self._lock = threading.Lock()
        self._stopped = False
        self._closed = threading.Event()
        gathered = gather(policies, entities)
        self._loaded = gathered.digest
        self._told: str | None = None
        self._policy = self._load(gathered)
        self._files = gathered.files
        if reload is not None:
            watcher = threading.Thread(
                target=_watch, args=(weakref.ref(self), self._closed, reload.every_s), name="rexpy-reload", daemon=True
            )
            watcher.start()
            # A policy that nobody holds any more needs no watcher.
            weakref.finalize(self, self._closed.set)

    @property
    def policy(self) -> Policy:
        """The policy in force. Raises RunnerError where a failure to reload has ended that."""
        if self._stopped:
            raise RunnerError("the policies could not be loaded anew, and nothing is in force since (on_error='stop')")
        return self._policy

    def refresh(self, *, settled: bool = False) -> ReloadEvent | None:
        """Look now, in this thread, and return what came of it; None where nothing has changed.

        With *settled*, what was written just now counts as not changed yet.

        What is wrong is told once; it is looked at again each time, for what mends it need not change the texts.
        """
        reload = self._reload or Reload()
        with self._lock:
            if self._stopped:
                return None
            event = self._look(reload, settled=settled)
            if event is None or event.kind == "loaded":
                self._told = None
            elif event.error == self._told:
                return None
            else:
                self._told = event.error
            self._stopped = event is not None and event.kind == "stopped"
        if event is not None:
            self._tell(event, reload)
        return event

    def _look(self, reload: Reload, *, settled: bool) -> ReloadEvent | None:
        try:
            gathered = gather(*self._providers)
            digest = gathered.digest
            if digest == self._loaded and gathered.files == self._files and reload.on == "change":
                # Threat: who could write the file for a moment can have it say what he wants at the next look.
                if self._check is not None:
                    self._check(self._policy)
                return None
            if settled and _just_written(gathered):
                return None
            policy = self._load(gathered)
        except (PolicyInvalid, EntitiesInvalid) as error:
            return self._failed(str(error), error.findings)
        except BaseException as error:  # a provider of one's own may raise anything
            if not is_failure(error):
                raise
            return self._failed(f"{type(error).__name__}: {error}", ())
        self._policy, self._loaded, self._files = policy, digest, gathered.files
        return ReloadEvent("loaded", policy.sha256)

    def close(self) -> None:
        """Look for changes no longer; the policy stays in force."""
        self._closed.set()

    def _load(self, gathered: Gathered) -> Policy:
        policy = load(gathered, self._limits)
        if self._check is not None:
            self._check(policy)
        return policy

    def _failed(self, error: str, findings: tuple[Finding, ...]) -> ReloadEvent:
        if self._reload is not None and self._reload.on_error == "stop":
            return ReloadEvent("stopped", None, error, findings)
        return ReloadEvent("refused", self._policy.sha256, error, findings)

    @staticmethod
    def _tell(event: ReloadEvent, reload: Reload) -> None:
        if event.kind == "loaded":
            LOGGER.info("policies loaded anew, sha256 %s", event.sha256)
        else:
            kept = f"sha256 {event.sha256} stays in force" if event.sha256 else "nothing is in force any more"
            LOGGER.error("policies not loaded anew, %s: %r", kept, event.error)
        if reload.on_event is not None:
            try:
                reload.on_event(event)
            except Exception:
                LOGGER.exception("on_event failed")


def _watch(live: weakref.ref[LivePolicy], closed: threading.Event, every_s: float) -> None:
    while not closed.wait(every_s):
        held = live()
        if held is None:
            return
        try:
            held.refresh(settled=True)
        except BaseException:
            LOGGER.exception("looking for new policies failed; those in force stay")
        del held


def _just_written(gathered: Gathered) -> bool:
    """Whether one of the files was written a moment ago: by somebody who may not be done."""
    now = time.time()
    for file in gathered.files:
        try:
            seen = os.stat(file.path)
        except OSError:
            return True
        if stat.S_ISREG(seen.st_mode) and 0 <= now - seen.st_mtime < SETTLED_S:
            return True
    return False
