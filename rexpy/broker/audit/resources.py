"""Where each OCSF class wants the resource of a request: the fields that name it, as JSON text."""

from json.encoder import encode_basestring_ascii as _quoted

from hostapi.vocabulary.activity import (
    API_ACTIVITY,
    DNS_ACTIVITY,
    FILE_SYSTEM_ACTIVITY,
    HTTP_ACTIVITY,
    NETWORK_ACTIVITY,
    PROCESS_ACTIVITY,
)
from hostapi.vocabulary.file_system import DIR, FILE
from hostapi.vocabulary.process_system import PROCESS
from rexpy.broker.audit.form import REDACTED

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
