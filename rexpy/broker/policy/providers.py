"""Where policies and entities come from: files and directories here, and whatever else implements the protocols.

A provider is asked for all that it has, each time anew. It is the owner's code: what it returns is believed to be the
owner's, and checked as any policy is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from rexpy.broker.policy.limits import PolicyLimits
from rexpy.broker.policy.policy import Policy, read_sources
from rexpy.broker.policy.sources import PathText, Reader, SourceFile
from rexpy.errors import EntitiesInvalid, PolicyInvalid

Named = tuple[str, str]
"""A name, for messages and records, and a text."""


class Provided(NamedTuple):
    """What a provider has now: Cedar policies, or JSON lists of entities, and JSON lists of links for templates.

    *files* are those that were read, which no run may change then.
    """

    texts: tuple[Named, ...]
    links: tuple[Named, ...] = ()
    files: tuple[SourceFile, ...] = ()


@runtime_checkable
class PolicyProvider(Protocol):
    """Provides policies. What it raises counts as policies that cannot be had: those in force stay."""

    def policies(self) -> Provided:
        """Return all policies."""


@runtime_checkable
class EntityProvider(Protocol):
    """Provides users and groups."""

    def entities(self) -> Provided:
        """Return all entities."""


class PolicyFiles:
    """Policies in files, and in the `*.cedar` files of directories; *links* in `*.json`."""

    def __init__(self, *paths: PathText, links: Sequence[PathText] = (), limits: PolicyLimits | None = None) -> None:
        self._paths = paths
        self._links = tuple(links)
        self._limits = limits or PolicyLimits()

    def policies(self) -> Provided:
        """Return what the files hold now. Raises `PolicyInvalid`."""
        limits = self._limits
        reader = Reader(max_bytes=limits.policy_bytes, max_files=limits.files, suffix=".cedar")
        links = Reader(max_bytes=limits.policy_bytes, max_files=limits.files, suffix=".json")
        texts = read_sources(reader, (), self._paths, limits.policy_bytes, PolicyInvalid)
        linked = read_sources(links, (), self._links, limits.policy_bytes, PolicyInvalid)
        return Provided(tuple(texts), tuple(linked), (*reader.files, *links.files))


class EntityFiles:
    """Entities in files, and in the `*.json` files of directories."""

    def __init__(self, *paths: PathText, limits: PolicyLimits | None = None) -> None:
        self._paths = paths
        self._limits = limits or PolicyLimits()

    def entities(self) -> Provided:
        """Return what the files hold now. Raises `EntitiesInvalid`."""
        limits = self._limits
        reader = Reader(max_bytes=limits.entities_bytes, max_files=limits.files, suffix=".json")
        texts = read_sources(reader, (), self._paths, limits.entities_bytes, EntitiesInvalid)
        return Provided(tuple(texts), (), tuple(reader.files))


class PolicyTexts:
    """Policies, links and entities as texts, which do not change."""

    def __init__(self, texts: Sequence[Named], links: Sequence[Named] = (), entities: Sequence[Named] = ()) -> None:
        self._provided = Provided(tuple(texts), tuple(links))
        self._entities = Provided(tuple(entities))

    def policies(self) -> Provided:
        """Return the policies."""
        return self._provided

    def entities(self) -> Provided:
        """Return the entities."""
        return self._entities


class Gathered(NamedTuple):
    """What several providers have, together."""

    policies: tuple[Named, ...]
    links: tuple[Named, ...]
    entities: tuple[Named, ...]
    files: tuple[SourceFile, ...]

    @property
    def digest(self) -> bytes:
        """A SHA-256 of all names and texts: equal where nothing has changed."""
        from hashlib import sha256

        found = sha256()
        for several in (self.policies, self.links, self.entities):
            found.update(f"{len(several)};".encode())
            for part in (part for named in several for part in named):
                data = part.encode("utf-8", "surrogatepass")
                found.update(f"{len(data)}:".encode())
                found.update(data)
        return found.digest()


def gather(policies: Sequence[PolicyProvider], entities: Sequence[EntityProvider]) -> Gathered:
    """Ask every provider. Raises what a provider raises."""
    given = [provider.policies() for provider in policies]
    known = [provider.entities() for provider in entities]
    return Gathered(
        tuple(named for one in given for named in one.texts),
        tuple(named for one in given for named in one.links),
        tuple(named for one in known for named in one.texts),
        tuple(file for one in (*given, *known) for file in one.files),
    )


def load(gathered: Gathered, limits: PolicyLimits) -> Policy:
    """Return the policy of what was gathered. Raises `PolicyInvalid`, `EntitiesInvalid`."""
    return Policy.load(
        texts=gathered.policies,
        link_texts=gathered.links,
        entity_texts=gathered.entities,
        files=gathered.files,
        limits=limits,
    )
