"""Reads the dictionary of templates by which files are shown redacted, as the policies are read."""

import os
from typing import NamedTuple

from hostapi.redaction import Dictionary
from hostapi.services import NOTHING_EXPLAINED
from rexpy.errors import Finding, InputInvalid

DEFAULT = "/etc/opt/rex/rex_redaction.config"
"""Rex's own; read where it is there and no other is named."""

MAX_BYTES = 1 << 20


class Redaction(NamedTuple):
    """The dictionary of a run, and the file it is from: the run may not change it."""

    dictionary: Dictionary = NOTHING_EXPLAINED
    path: str | None = None


NONE = Redaction()


def load_redaction(path: str | os.PathLike[str] | None, *, insecure_permissions: bool = False) -> Redaction:
    """Return the dictionary in the file *path*, or in Rex's where that is None and it is there.

    One template a line; empty lines, and those that begin with `#`, say nothing. Raises InputInvalid with every line
    that is no template, for a file that cannot be read, and for one that others can change.
    """
    if path is None and not os.path.lexists(DEFAULT):
        return NONE
    # Not: an import above. A run that shows nothing redacted need not wait for it.
    from hostapi.template import MAX_TEMPLATES, Template, TemplateInvalid, parse_template
    from rexpy.broker.governing import writable_by_others
    from rexpy.broker.policy.sources import Reader, Refused

    reader = Reader(max_bytes=MAX_BYTES, max_files=1, suffix=".config")
    try:
        (source,) = reader.read(DEFAULT if path is None else path)
    except Refused as refused:
        raise InputInvalid((refused.finding,)) from None
    findings = [] if insecure_permissions else writable_by_others(reader.files)
    templates: dict[str, Template] = {}
    # Not: splitlines, which cuts a template at a form feed, and what is left of it explains more.
    for number, line in enumerate(source.text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip() or line.startswith("#") or line in templates:
            continue
        try:
            templates[line] = parse_template(line)
        except TemplateInvalid as error:
            findings.append(Finding(source.name, number, 1, str(error), line[:200]))
    if len(templates) > MAX_TEMPLATES:
        findings.append(Finding(source.name, 0, 0, f"more than {MAX_TEMPLATES} templates"))
    if findings:
        raise InputInvalid(tuple(findings))
    return Redaction(Dictionary(templates.values()), os.path.abspath(source.name))
