"""Where each OCSF class wants the resource of a request: the fields that name it, as JSON text."""

from collections.abc import Sequence
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING

from hostapi.vocabulary.activity import (
    API_ACTIVITY,
    DNS_ACTIVITY,
    FILE_SYSTEM_ACTIVITY,
    HTTP_ACTIVITY,
    NETWORK_ACTIVITY,
    PROCESS_ACTIVITY,
)
from hostapi.vocabulary.base import Resource
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.process_system import PROCESS
from rexpy.broker.audit.form import REDACTED
from rexpy.broker.audit.texts import quoted

if TYPE_CHECKING:
    from rexpy.broker.asking import Need

_NOTHING = _quoted(REDACTED)
_TYPES = {FILE: 1, DIR: 2}
_DIGITS = 9
"""Of a pid: a longer number is no pid, and OCSF's integer has 32 bits."""


def resource_fields(class_uid: int, kind: str, name: str, text: str, source: str, operation: str) -> str:
    """Return the fields of a class for the resource `name` of type `kind`.

    `text` is the name as JSON, cut or redacted; `source` the host as an endpoint, which classes of network activity
    ask for; `operation` the operation's name as JSON.
    """
    if class_uid == FILE_SYSTEM_ACTIVITY:
        return _file(kind, name, text)
    if class_uid == DNS_ACTIVITY:
        return f'"query":{{"hostname":{text}}},{source}'
    if class_uid == NETWORK_ACTIVITY:
        return f'"url":{{"url_string":{text}}},{source}'
    if class_uid == HTTP_ACTIVITY:
        return f'"http_request":{{"url":{{"url_string":{text}}}}},{source}'
    if class_uid == PROCESS_ACTIVITY:
        number = kind == PROCESS and text == f'"{name}"' and name.isascii() and name.isdigit() and len(name) <= _DIGITS
        if number:
            return f'"process":{{"pid":{int(name)}}}'
        return (
            f'"process":{{"uid":{text},{_file(kind, name, text)}}}' if kind == FILE else f'"process":{{"uid":{text}}}'
        )
    assert class_uid == API_ACTIVITY
    return f'"api":{{"operation":{operation}}},"resources":[{{"name":{text},"type":"{kind}"}}],{source}'


def _file(kind: str, name: str, text: str) -> str:
    last = text if text == _NOTHING else _quoted(name.rpartition("/")[2][:256] or "/")
    return f'"file":{{"name":{last},"path":{text},"type_id":{_TYPES.get(kind, 0)}}}'


def unasked_fields(unasked: "Sequence[Need]") -> str:
    """Return what was not asked any more after a denial, each resource once, as a member of a JSON object."""
    wanted: dict[Resource, list[str]] = {}
    for action, resource, _ in unasked:
        wanted.setdefault(resource, []).append(_uid(action.type, _quoted(action.name)))
    said = [
        f'{{"resource":{_uid(kind, quoted(name))},"actions":[{",".join(actions)}]}}'
        for (kind, name), actions in wanted.items()
    ]
    return f'"next":[{",".join(said)}],'


def _uid(kind: str, name: str) -> str:
    return f'{{"type":"{kind}","id":{name}}}'
