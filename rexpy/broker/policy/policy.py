"""`Policy`: a policy set, read, parsed, validated and found safe, for any number of runs and threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.policy.authorizer import Authorizer
from rexpy.broker.policy.cedar import parse_policies
from rexpy.broker.policy.decision import PolicyRef
from rexpy.broker.policy.entities import Parents, load_entities
from rexpy.broker.policy.facts import Facts
from rexpy.broker.policy.limits import MAX_PRINCIPALS, PolicyLimits
from rexpy.broker.policy.loader import Loaded, load_policies, schema
from rexpy.broker.policy.observe import scope_of
from rexpy.broker.policy.principal import parse_principal, principal_named
from rexpy.broker.policy.ruleset import Ruleset
from rexpy.broker.policy.sources import PathText, Reader, Refused, Source, SourceFile, from_text
from rexpy.broker.policy.statement import Located, Uid, has_tests, is_shadow
from rexpy.errors import EntitiesInvalid, Finding, PolicyInvalid

DEFAULT_LIMITS = PolicyLimits()


class Policy:
    """A loaded policy set with its entities. Immutable; what it decided is remembered and shared by all its
    users."""

    __slots__ = ("_authorizers", "_inputs", "_policies", "_rules", "_sha256", "files")

    files: tuple[SourceFile, ...]
    """Every file and directory that it was read from: nothing that a run does may change them."""

    def __init__(
        self,
        rules: Ruleset,
        policies: tuple[Located, ...],
        *,
        inputs: tuple[tuple[str, Source], ...],
        files: tuple[SourceFile, ...],
    ) -> None:
        self._rules = rules
        self._policies = policies
        self._inputs = inputs
        self.files = files
        self._sha256: str | None = None
        self._authorizers: dict[Resource, Authorizer] = {}

    @classmethod
    def from_text(
        cls,
        text: str,
        name: str = "policy",
        *,
        entities: str | None = None,
        links: str | None = None,
        limits: PolicyLimits = DEFAULT_LIMITS,
    ) -> Policy:
        """Return the policies in *text*; *entities* and *links* are the texts of JSON lists. Raises as `load`."""
        given = () if entities is None else (("entities", entities),)
        linked = () if links is None else (("links", links),)
        return cls.load(texts=((name, text),), entity_texts=given, link_texts=linked, limits=limits)

    @classmethod
    def from_paths(
        cls,
        paths: PathText | Sequence[PathText],
        *,
        entities: PathText | Sequence[PathText] = (),
        links: PathText | Sequence[PathText] = (),
        limits: PolicyLimits = DEFAULT_LIMITS,
    ) -> Policy:
        """Return the policies in the files *paths*, with the *entities* and *links* files. Raises as `load`."""
        return cls.load(
            paths=_several(paths), entity_paths=_several(entities), link_paths=_several(links), limits=limits
        )

    @classmethod
    def load(
        cls,
        *,
        texts: Iterable[tuple[str, str]] = (),
        paths: Sequence[PathText] = (),
        entity_texts: Iterable[tuple[str, str]] = (),
        entity_paths: Sequence[PathText] = (),
        link_texts: Iterable[tuple[str, str]] = (),
        link_paths: Sequence[PathText] = (),
        files: Sequence[SourceFile] = (),
        limits: PolicyLimits = DEFAULT_LIMITS,
    ) -> Policy:
        """Return the policies of all sources together.

        *texts* are (name, text) pairs; a path that is a directory stands for its `*.cedar` files (entities and
        links: `*.json`). Each file is read once; *files* are those that texts were read from. Links fill the slots
        of templates. Raises `PolicyInvalid` or `EntitiesInvalid` with everything that is wrong, and with at least
        one finding: no source at all is one, and so is an `@test_allow` or `@test_deny` that does not hold.
        """
        policy_reader = Reader(max_bytes=limits.policy_bytes, max_files=limits.files, suffix=".cedar")
        sources = read_sources(policy_reader, texts, paths, limits.policy_bytes, PolicyInvalid)
        if not sources:
            raise PolicyInvalid((Finding("policy", 0, 0, "no policy was given; without one nothing is allowed"),))
        link_reader = Reader(max_bytes=limits.policy_bytes, max_files=limits.files, suffix=".json")
        links = read_sources(link_reader, link_texts, link_paths, limits.policy_bytes, PolicyInvalid)
        loaded = load_policies(sources, limits, links)
        entity_reader = Reader(max_bytes=limits.entities_bytes, max_files=limits.files, suffix=".json")
        entities = read_sources(entity_reader, entity_texts, entity_paths, limits.entities_bytes, EntitiesInvalid)
        parents = load_entities(entities, schema()) if entities else {}
        given = (("policy", sources), ("entities", entities), ("links", links))
        policy = cls(
            _ruleset(loaded, parents),
            loaded.policies,
            inputs=tuple((kind, source) for kind, several in given for source in several),
            files=(*policy_reader.files, *entity_reader.files, *link_reader.files, *files),
        )
        if any(has_tests(one.body) for one in (*loaded.policies, *loaded.templates)):
            from rexpy.broker.policy.annotated import failures

            failed = failures((*loaded.policies, *loaded.templates), policy.authorizer)
            if failed:
                raise PolicyInvalid(tuple(failed))
        return policy

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was loaded, in hexadecimal.

        Of one policy source alone it is that of the source (as `sha256sum` gives it, but for a byte order
        mark); of several, that of one line each, `policy <sha256>`, `entities <sha256>` or `links <sha256>`, in
        the order loaded.
        """
        if self._sha256 is None:
            from hashlib import sha256

            lines = [f"{kind} {digest}\n" for kind, _, digest in self.source_digests]
            if len(lines) == 1:
                self._sha256 = lines[0].split()[1]
            else:
                self._sha256 = sha256("".join(lines).encode()).hexdigest()
        return self._sha256

    @property
    def source_digests(self) -> tuple[tuple[str, str, str], ...]:
        """What was loaded, in order: policy, entities or links; its name; its SHA-256."""
        from hashlib import sha256

        return tuple((kind, source.name, sha256(source.text.encode()).hexdigest()) for kind, source in self._inputs)

    def entities_of(self, principal: Resource) -> list[dict[str, Any]]:
        """Return *principal* and the groups it is in, however far, each with its parents as the entities say."""
        found: list[dict[str, Any]] = []
        pending = [Uid(principal.type, principal.id)]
        known = set(pending)
        while pending:
            uid = pending.pop(0)
            parents = sorted(self._rules.parents.get(uid, ()))
            found.append({"uid": uid._asdict(), "parents": [parent._asdict() for parent in parents]})
            pending += [parent for parent in parents if parent not in known]
            known.update(parents)
        return found

    @property
    def statements(self) -> tuple[PolicyRef, ...]:
        """Every policy, in the order of the sources."""
        return tuple(policy.ref for policy in self._policies)

    @property
    def located(self) -> tuple[Located, ...]:
        """Every policy with its text and Cedar's JSON form, in the order of `statements`; for tools."""
        return self._policies

    @property
    def parents(self) -> Parents:
        """Each declared user and group with the groups that it is in directly."""
        return self._rules.parents

    @property
    def has_shadows(self) -> bool:
        """Whether some policy is tried out only, by `@shadow`."""
        return any(is_shadow(policy.body) for policy in self._policies)

    def names(self, action: Action) -> bool:
        """Whether some permit names *action* itself in its head, rather than a group of actions or none."""
        uid = Uid(action.type, action.name)
        return any(
            policy.body["effect"] == "permit" and uid in (scope_of(policy).actions or ()) for policy in self._policies
        )

    def describe(self, ref: PolicyRef) -> str:
        """Return the source text of the policy *ref*, annotations included; raises KeyError for an unknown
        one."""
        for policy in self._policies:
            if policy.ref == ref:
                return policy.text
        raise KeyError(ref)

    def authorizer(self, principal: Resource | str, facts: Facts | None = None) -> Authorizer:
        """Return what decides for *principal*, a uid or its text `User::"name"`.

        With the *facts* of a run it decides the requests of that run. Without, it is the same one each time, and of
        the facts it knows the time alone: a policy that reads another one fails, and so denies. Raises
        `ArgumentsInvalid` where that is no user.
        """
        if isinstance(principal, str):
            who = parse_principal(principal)
        else:
            who = principal_named(principal.id)
            if who != principal:
                who = parse_principal(f'{principal.type}::"…"')
        known = self._authorizers.get(who)
        if known is None:
            if len(self._authorizers) >= MAX_PRINCIPALS:
                self._authorizers.clear()
            known = self._authorizers.setdefault(who, Authorizer(self._rules, who))
        return known if facts is None else Authorizer(self._rules, who, facts, known)

    def part(self, policies: Sequence[Located], *, also: Parents | None = None) -> Policy:
        """Return some of its policies, with the same entities; for tools that ask what those alone would do.

        *also* are users with groups that they are in besides.
        """
        parents = {**self._rules.parents}
        for uid, groups in (also or {}).items():
            parents[uid] = tuple(dict.fromkeys((*parents.get(uid, ()), *groups)))
        renamed = tuple(policy._replace(id=f"policy{index}") for index, policy in enumerate(policies))
        policy_set = parse_policies("\n".join(policy.text for policy in renamed))
        return Policy(Ruleset(policy_set, renamed, parents), renamed, inputs=self._inputs, files=self.files)

    def __repr__(self) -> str:
        names = ", ".join(source.name for kind, source in self._inputs if kind == "policy")
        return f"<Policy of {len(self._policies)} statements from {names}>"


def _ruleset(loaded: Loaded, parents: Parents) -> Ruleset:
    if not any(is_shadow(one.body) for one in loaded.policies):
        return Ruleset(loaded.policy_set, loaded.policies, parents)
    from rexpy.broker.policy.shadow import separate

    policy_set, enforced, shadows = separate(loaded.policies)
    return Ruleset(policy_set, enforced, parents, shadows)


def _several(paths: PathText | Sequence[PathText]) -> Sequence[PathText]:
    return (paths,) if isinstance(paths, str) or hasattr(paths, "__fspath__") else paths


def read_sources(
    reader: Reader,
    texts: Iterable[tuple[str, str]],
    paths: Sequence[PathText],
    limit: int,
    error: type[PolicyInvalid] | type[EntitiesInvalid],
) -> list[Source]:
    """Return the texts and the files as sources; raises *error* with every one that cannot be used."""
    findings: list[Finding] = []
    sources: list[Source] = []
    for name, text in texts:
        try:
            sources.append(from_text(name, text, limit))
        except Refused as refused:
            findings.append(refused.finding)
    for path in paths:
        try:
            sources.extend(reader.read(path))
        except Refused as refused:
            findings.append(refused.finding)
    if findings:
        raise error(tuple(findings))
    return sources
