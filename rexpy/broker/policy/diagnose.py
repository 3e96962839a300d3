"""Says where in a policy something is wrong, and what was probably meant. Imported only when something is.

Cedar's Python binding gives a message and, for validation, the number of the policy. The place is found by
parsing ever shorter prefixes of the statement, or by looking for the words that the message quotes.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence

from hostapi.vocabulary import schema as vocabulary
from hostapi.vocabulary.base import Action
from hostapi.vocabulary.every import ACTION_GROUPS, ACTIONS, ENTITY_TYPES
from hostapi.vocabulary.principals import GROUP, USER
from rexpy.broker.policy import cedar
from rexpy.broker.policy.sources import Source
from rexpy.broker.policy.statement import Located
from rexpy.broker.policy.tokens import Statement, Token, line_and_column, line_at, statements, tokenize
from rexpy.errors import Finding

MAX_FINDINGS = 50
"""Findings of one load: more than a person reads at once; each may cost a search through a statement."""

_KEYWORDS = (
    *("permit", "forbid", "when", "unless", "principal", "action", "resource", "context"),
    *("in", "is", "like", "has", "if", "then", "else", "true", "false"),
    *("contains", "containsAll", "containsAny", "isEmpty", "hasTag", "getTag"),
    *("ip", "decimal", "datetime", "duration", "isInRange"),
)
_QUOTED = re.compile(r"`((?:[^`\\]|\\.)*)`")
_NAMED_POLICY = re.compile(r"^for policy `[^`]*`, ")
_NAMED = re.compile(
    r"(?:invalid (?:variable|policy effect|policy condition|member access|method name)"
    r"|variable in the policy scope): (\S+)|annotation: @(\w+)|`([^`]+)`|'([^']+)' is not"
)
_UNFINISHED = "unexpected end of input"
_CONSEQUENCE = "unable to find an applicable action given the policy scope constraints"


def at_offset(source: Source, offset: int, message: str, suggestion: str | None = None) -> Finding:
    """Return a finding at *offset* of *source*."""
    line, column = line_and_column(source.text, offset)
    return Finding(source.name, line, column, message, line_at(source.text, offset), suggestion)


def parse_findings(sources: Sequence[Source]) -> list[Finding]:
    """Return what keeps *sources* from being parsed, statement by statement."""
    found: list[Finding] = []
    for source in sources:
        for statement in statements(tokenize(source.text)):
            if len(found) >= MAX_FINDINGS:
                return found
            finding = _parse_finding(source, statement)
            if finding is not None:
                found.append(finding)
    return found


def validation_findings(policies: Sequence[Located], errors: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return the findings for the *errors* of strict validation, without those that merely follow from
    another."""
    by_id = {policy.id: policy for policy in policies}
    told = {policy_id for policy_id, message in errors if not message.endswith(_CONSEQUENCE)}
    found: dict[tuple[str, int, int, str | None], Finding] = {}
    for policy_id, said in sorted(errors):  # Cedar's own order changes from run to run
        message = _NAMED_POLICY.sub("", said)
        policy = by_id.get(policy_id)
        if policy is None:
            found.setdefault(("", 0, 0, message), Finding("", 0, 0, message))
        elif not (message == _CONSEQUENCE and policy_id in told):
            finding = _validation_finding(policy, message)
            found.setdefault((finding.file, finding.line, finding.column, finding.suggestion), finding)
        if len(found) >= MAX_FINDINGS:
            break
    order = {policy.ref.file: index for index, policy in enumerate(policies)}
    return sorted(found.values(), key=lambda one: (order.get(one.file, -1), one.line, one.column))


def word_finding(policy: Located, word: str, message: str, suggestion: str | None = None) -> Finding:
    """Return a finding at the first place of *word* in *policy*, or at its beginning."""
    offset = _find(policy.statement.tokens, word)
    return at_offset(policy.source, policy.statement.start if offset is None else offset, message, suggestion)


def _parse_finding(source: Source, statement: Statement) -> Finding | None:
    tokens = statement.tokens
    message = _parse_error(source, tokens)
    if message is None:
        return None
    if not statement.complete and message == _UNFINISHED:
        last = tokens[-1]
        if last.kind == "bad":
            return at_offset(source, last.start, _bad_token(last))
        return at_offset(source, last.end, "the policy does not end; a `;` or a closing bracket is missing")
    low, high = 1, len(tokens)
    while low < high:
        middle = (low + high) // 2
        said = _parse_error(source, tokens[:middle])
        if said is None or said == _UNFINISHED:
            low = middle + 1
        else:
            high = middle
    wrong = tokens[low - 1]
    message = _parse_error(source, tokens[:low]) or message
    if wrong.kind == "bad":
        return at_offset(source, wrong.start, _bad_token(wrong))
    if low == len(tokens) and statement.complete:
        return _meaning_finding(source, tokens, message)
    return at_offset(source, wrong.start, message, _keyword_near(wrong.text) if wrong.kind == "word" else None)


def _meaning_finding(source: Source, tokens: Sequence[Token], message: str) -> Finding:
    """Return the finding for a statement whose grammar is right and whose words are not."""
    match = _NAMED.search(message)
    word = next((group for group in match.groups() if group), None) if match else None
    offset = _find(tokens, word) if word else None
    if word is None or offset is None:
        inside = (token.start + token.text.find(word) for token in tokens if word and word in token.text)
        return at_offset(source, next(inside, tokens[0].start), message)
    return at_offset(source, offset, message, _keyword_near(word))


def _bad_token(token: Token) -> str:
    if token.text == '"':
        return "this string does not end"
    return f"{token.text!a} begins no word of Cedar"


def _parse_error(source: Source, tokens: Sequence[Token]) -> str | None:
    try:
        cedar.parse_policies(source.text[tokens[0].start : tokens[-1].end])
    except cedar.CedarFailure as error:
        return str(error)
    return None


def _inapplicable(policy: Located) -> Finding | None:
    """Return what is wrong with a head of which Cedar says no more than that no action fits it; None where that is
    not known."""
    head = policy.body
    entity = head["principal"].get("entity", {})
    if head["principal"]["op"] == "==" and entity.get("type") == GROUP:
        written = f"{GROUP}::{json.dumps(entity['id'], ensure_ascii=False)}"
        message = f"a principal is a {USER} and never a {GROUP}, so nobody is {written}; its members are `in` it"
        return word_finding(policy, GROUP, message, f"principal in {written}")
    resource = head["resource"]
    kind = resource["entity_type"] if resource["op"] == "is" else resource.get("entity", {}).get("type")
    uids = head["action"].get("entities") or [one for one in [head["action"].get("entity")] if one]
    named = [Action(uid["type"].removesuffix("::Action"), uid["id"]) for uid in uids]
    if kind not in ENTITY_TYPES or not named or not ACTIONS.keys() >= {*named}:
        return None
    fitting = dict.fromkeys(one for action in named for one in ACTIONS[action].resources)
    if kind in fitting:
        return None
    names = ", ".join(action.name for action in named)
    message = f"{names} is not done to a {kind}, but to: {', '.join(fitting)}"
    return word_finding(policy, kind, message, _nearest(kind, list(fitting)))


def _validation_finding(policy: Located, message: str) -> Finding:
    if message == _CONSEQUENCE and (known := _inapplicable(policy)) is not None:
        return known
    tokens = policy.statement.tokens
    quoted = _QUOTED.findall(message)
    for words in quoted:
        # An attribute of a record is quoted with its path; what is misspelt is the end.
        end = words if "::" in words else words.rpartition(".")[2]
        offset = _find(tokens, words)
        if offset is not None:
            ending = offset + len(words) - len(end) if policy.source.text.startswith(words, offset) else offset
            return at_offset(policy.source, ending, message, _suggestion(message, end))
        offset = _find(tokens, end)
        if offset is not None:
            return at_offset(policy.source, offset, message, _suggestion(message, end))
    return at_offset(policy.source, policy.statement.start, message)


def _find(tokens: Sequence[Token], words: str) -> int | None:
    """Return the offset at which the tokens of *words* stand in a row, or None."""
    wanted = [token.text for token in tokenize(words)]
    if not wanted:
        return None
    texts = [token.text for token in tokens]
    for index in range(len(texts) - len(wanted) + 1):
        if texts[index : index + len(wanted)] == wanted:
            return tokens[index].start
    literal = f'"{words}"'
    return next((token.start for token in tokens if token.text == literal), None)


def _suggestion(message: str, word: str) -> str | None:
    if "unrecognized action" in message:
        return _nearest(word, [f'{a.type}::"{a.name}"' for a in (*ACTIONS, *sorted(ACTION_GROUPS))])
    if "unrecognized entity type" in message:
        return _nearest(word, list(ENTITY_TYPES))
    if "attribute" in message or "tag" in message:
        return _nearest(word, sorted(vocabulary.attribute_names()))
    return None


def _keyword_near(word: str) -> str | None:
    if word == "=":
        return "=="
    return None if word in _KEYWORDS else _nearest(word, _KEYWORDS)


def _nearest(word: str, known: Sequence[str]) -> str | None:
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found and found[0] != word else None
