"""Findings about the texts and ids that policies name things by."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from hostapi.vocabulary.file_system import DIR, FILE, directory_of, refuse_path
from rexpy.broker.policy.patterns import Pattern, pattern_of
from rexpy.broker.policy.statement import Json, Located, Uid, operands, uid_of
from rexpy.broker.policy.tokens import Token
from rexpy.tooling.policies import report as kinds
from rexpy.tooling.policies.atoms import written
from rexpy.tooling.policies.report import Found, about
from rexpy.tooling.policies.subjects import SUBJECTS, subject_of, text_token, uid_token, wrong_text, wrong_uid
from rexpy.tooling.policies.subjects import written as as_text

_GLOB = re.compile(r"\?|\[[^\]/]+\]")


class _Compared(NamedTuple):
    """One `subject like pattern`, or `== text` as a pattern without a wildcard."""

    subject: str
    pattern: Pattern
    token: Token | None


def findings(located: Located, *, told: Collection[Uid] = ()) -> Iterator[Found]:
    """Find ids and texts that match nothing, globs where there are none, `like` where `in` was meant, and `*` that
    crosses directories. Of the ids in *told* enough was said."""
    for uid in named(located):
        if uid not in told:
            yield from _id(located, uid)
    for subject, pattern, token in _compared(located):
        wrong = wrong_text(subject, pattern)
        if wrong is not None:
            message = f"{_quoted(as_text(pattern))} matches no {SUBJECTS[subject]}: {wrong.reason}"
            instead = None if wrong.instead is None else _quoted(wrong.instead)
            yield about(kinds.MATCHES_NOTHING, located, message, at=token, instead=instead)
        elif subject == "resource.path":
            yield from _crossing(located, pattern, token)


def _id(located: Located, uid: Uid) -> Iterator[Found]:
    token = uid_token(located.statement.tokens, uid)
    wrong = wrong_uid(uid)
    if wrong is not None:
        instead = None if wrong.instead is None else written(Uid(uid.type, wrong.instead))
        yield about(
            kinds.MATCHES_NOTHING, located, f"{written(uid)} names nothing: {wrong.reason}", at=token, instead=instead
        )
    elif "*" in uid.id and uid.type in (FILE, DIR):
        message = f"{written(uid)} is one {_word(uid)} with a `*` in its name: an id knows no wildcards"
        yield about(kinds.NO_GLOB, located, message, at=token, instead=_meant_by_glob(uid.id))
    elif "*" in uid.id and uid.type.endswith("::Hostname"):
        message = f"{written(uid)} is one name with a `*` in it: an id knows no wildcards"
        yield about(kinds.NO_GLOB, located, message, at=token, instead=f"resource.hostname like {_quoted(uid.id)}")


def _word(uid: Uid) -> str:
    return "directory" if uid.type == DIR else "file"


def _meant_by_glob(path: str) -> str:
    directory = directory_of(path) or "/"
    if path.endswith(("/*", "/**")) and "*" not in directory:
        return f"resource in {written(Uid(DIR, directory))}"
    return f"resource.path like {_quoted(re.sub(r'[*]+', '*', path))}"


def _crossing(located: Located, pattern: Pattern, token: Token | None) -> Iterator[Found]:
    glob = next((match for segment in pattern.segments if (match := _GLOB.search(segment))), None)
    if glob is not None or "" in pattern.segments[1:-1]:
        mark = glob.group() if glob is not None else "**"
        meaning = "is no more than `*`" if mark == "**" else "stands for itself"
        yield about(kinds.LIKE_GLOB, located, f"`{mark}` {meaning}: `like` knows `*` alone", at=token)
    first, *rest = pattern.segments
    directory = first[:-1]
    if rest == [""] and first.endswith("/") and refuse_path(directory) is None and directory != "":
        message = "`*` matches slashes too, so this is everything below the directory, but not the directory itself"
        yield about(
            kinds.LIKE_FOR_IN, located, message, at=token, instead=f"resource in {written(Uid(DIR, directory))}"
        )
        return
    for before, after in itertools.pairwise(pattern.segments):
        if before.endswith("/") and len(before) > 1 and after:
            shown = f"{before}a{after}", f"{before}a/b/c{after}"
            message = f"`*` matches slashes too: this is not only {shown[0]} but also {shown[1]}"
            yield about(kinds.LIKE_CROSSES, located, message, at=token)
            return


def named(located: Located) -> list[Uid]:
    """Return every entity that a policy names, in the order in which they stand, each once."""
    found: dict[Uid, None] = {}
    pending: list[Any] = [located.body["conditions"], located.body["resource"], located.body["principal"]]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending += reversed(part)
        elif isinstance(part, dict):
            if isinstance(part.get("type"), str) and isinstance(part.get("id"), str):
                found[uid_of(part)] = None
            pending += reversed(part.values())
    return list(found)


def _compared(located: Located) -> Iterator[_Compared]:
    """Yield the comparisons in the order in which they stand, each with the token of its text."""
    tokens = located.statement.tokens
    likes = iter([index for index, token in enumerate(tokens) if token.kind == "word" and token.text == "like"])
    for expression in _expressions(located):
        ((operator, content),) = expression.items()
        if operator == "like":
            index = next(likes, None)
            token = tokens[index + 1] if index is not None and index + 1 < len(tokens) else None
            subject = subject_of(content["left"])
            if subject is not None:
                yield _Compared(subject, pattern_of(content["pattern"]), token)
        elif operator in ("==", "!=", "contains"):
            for one, other in ((content["left"], content["right"]), (content["right"], content["left"])):
                subject = subject_of(one)
                for member in other.get("Set", [other]) if subject is not None else ():
                    text = member.get("Value")
                    if subject is not None and isinstance(text, str):
                        yield _Compared(subject, Pattern((text,)), text_token(tokens, text))


def _expressions(located: Located) -> Iterator[Json]:
    """Yield every expression, left before right, without recursion: a chain is as deep as it is long."""
    pending = [condition["body"] for condition in reversed(located.body["conditions"])]
    while pending:
        expression = pending.pop()
        yield expression
        pending.extend(reversed(operands(expression)[1]))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
