"""Untrusted process: "Did you mean" of a NameError, AttributeError or ImportError, as CPython's printer says it.

The rules, costs and bounds are those of CPython's `Python/suggestions.c` and `traceback.py`.
"""

import contextlib
import sys
from collections.abc import Iterable
from typing import Any

from rexpy.worker.language.frames import innermost

_MAX_CANDIDATES = 750
_MAX_LENGTH = 40
_MOVE = 2
_CASE = 1
_HIDDEN_PREFIX = "guard "
_FROM_IMPORT = sys.version_info >= (3, 12)

_name_error_name: Any = NameError.__dict__["name"].__get__
_attribute_name: Any = AttributeError.__dict__["name"].__get__
_attribute_object: Any = AttributeError.__dict__["obj"].__get__


def suggestion(exc: BaseException) -> str:
    """Return what CPython puts behind the message of *exc*; empty for most errors.

    Code of the script runs (`__dir__`); what it raises is caught.
    """
    # Not: Exception alone. SystemExit raised by __dir__ would end the worker without an account.
    with contextlib.suppress(BaseException):
        if isinstance(exc, AttributeError):
            return _for_attribute(exc)
        if isinstance(exc, NameError):
            return _for_name(exc)
    return ""


def _for_attribute(exc: AttributeError) -> str:
    name, obj = _attribute_name(exc), _attribute_object(exc)
    if type(name) is not str or obj is None:
        return ""
    found = dir(obj)
    if sys.version_info >= (3, 13) and not name.startswith("_"):
        frame = innermost(exc)
        if frame is None or frame.f_locals.get("self") is not obj:
            found = [entry for entry in found if not entry.startswith("_")]
    near = _nearest(name, found)
    return f". Did you mean: '{near}'?" if near else ""


def _for_name(exc: NameError) -> str:
    name = _name_error_name(exc)
    frame = innermost(exc)
    if type(name) is not str or frame is None:
        return ""
    scopes = [list(scope) for scope in (frame.f_locals, frame.f_globals, frame.f_builtins)]
    if not _FROM_IMPORT:
        # Its printer looks at one scope after the other.
        near = next(filter(None, (_nearest(name, scope) for scope in scopes)), "")
        return f". Did you mean: '{near}'?" if near else ""
    near = _nearest(name, [entry for scope in scopes for entry in scope])
    if hasattr(frame.f_locals.get("self"), name):
        near = f"self.{name}"
    text = f". Did you mean: '{near}'?" if near else ""
    if name in sys.stdlib_module_names:
        text += f"{' Or did' if near else '. Did'} you forget to import '{name}'?"
    return text


def _nearest(name: str, candidates: Iterable[object]) -> str:
    known = [
        entry for entry in candidates if type(entry) is str and entry != name and not entry.startswith(_HIDDEN_PREFIX)
    ]
    if len(known) > _MAX_CANDIDATES or len(name) > _MAX_LENGTH:
        return ""
    best, nearest = len(name) if _FROM_IMPORT else sys.maxsize, ""
    for entry in known:
        allowed = min((len(name) + len(entry) + 3) * _MOVE // 6, best - 1)
        distance = _distance(name, entry, allowed)
        if distance <= allowed and (not nearest or distance < best):
            nearest, best = entry, distance
    return nearest


def _distance(a: str, b: str, allowed: int) -> int:
    """Return the cost of turning *a* into *b*, or more than *allowed* where it is more."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return _MOVE * (len(a) + len(b))
    if max(len(a), len(b)) > _MAX_LENGTH or abs(len(a) - len(b)) * _MOVE > allowed:
        return allowed + 1
    row = [_MOVE * number for number in range(1, len(a) + 1)]
    result = 0
    for index, other in enumerate(b):
        distance = result = index * _MOVE
        least = sys.maxsize
        for place, letter in enumerate(a):
            substituted = distance + _cost(other, letter)
            distance = row[place]
            result = min(substituted, min(result, distance) + _MOVE)
            row[place] = result
            least = min(least, result)
        if least > allowed:
            return allowed + 1
    return result


def _cost(one: str, other: str) -> int:
    if one == other:
        return 0
    return _CASE if one.lower() == other.lower() else _MOVE
