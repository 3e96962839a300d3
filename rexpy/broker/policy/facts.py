"""What every request's context holds besides what its operation says: the run, the time, what the run has used.

The broker takes these facts from its own records. `reading` is what takes and writes them, where some policy reads any.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Values = tuple[int | None, ...]
"""What was read of the time and the usage; None for what there is not."""


class RunFacts(NamedTuple):
    """What a policy may know of a run: *arguments* as texts by name, *words* those of its command line."""

    id: str
    script_sha256: str
    cwd: str
    arguments: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


class Facts(NamedTuple):
    """Where the facts of a run's requests come from; each is asked only when some policy reads it.

    *run* is asked once. *usage* returns operations asked and bytes written so far, *clock* seconds since 1970.

    Invariant: a fact that is missing (*run* and *usage* outside of a run), or that Cedar could not read, is left out of
    the context. Every policy that reads it then fails, and a failure denies.
    """

    run: Callable[[], RunFacts] | None = None
    usage: Callable[[], tuple[int, int]] | None = None
    clock: Callable[[], float] = time.time


NO_RUN = Facts()


def run_facts(run_id: str, source: bytes, cwd: str, arguments: Mapping[str, object], words: Sequence[str]) -> RunFacts:
    """Return what policies may know of a run: an argument that is a text as itself, any other as its JSON, keys sorted,
    without spaces."""
    from hashlib import sha256

    return RunFacts(run_id, sha256(source).hexdigest(), cwd, argument_texts(arguments), tuple(words))


def argument_texts(arguments: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return the arguments as policies see them."""
    return tuple((name, value if type(value) is str else _compact(value)) for name, value in arguments.items())


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
