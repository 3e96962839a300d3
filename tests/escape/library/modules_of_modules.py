# Public names of modules that are other modules, and lead to sys, os and builtins.
chains = []
try:
    import json

    chains.append(lambda: json.codecs.builtins)
except ImportError:
    pass
try:
    import re

    chains.append(lambda: re.enum.sys)
except ImportError:
    pass
try:
    import contextlib
    import datetime
    import pathlib
    import statistics
    import tempfile
    import typing
    import uuid

    chains += [
        lambda: contextlib.os, lambda: datetime.sys, lambda: pathlib.os, lambda: statistics.sys, lambda: tempfile._os,
        lambda: typing.sys, lambda: uuid.os,
    ]
except ImportError:
    pass
for chain in chains:
    try:
        print("PWNED", chain())
    except AttributeError:
        pass
for line in ("codecs", "enum"):
    try:
        if line == "codecs":
            from json import codecs as found
        else:
            from re import enum as found
        found.sys if line == "enum" else found.builtins
        print("PWNED", line)
    except (ImportError, AttributeError):
        pass
