"""What CPython's tests take from `test.support.import_helper`. A script cannot import a module afresh."""

import unittest


def import_module(name, **options):
    """Return a module that some systems do not have: scripts have none of those."""
    raise unittest.SkipTest(f"needs the module {name}")


def import_fresh_module(name, fresh=(), blocked=(), **options):
    """Return the module, as every import of it gives it; None for the form without its C part, which scripts cannot
    have.
    """
    if blocked:
        return None
    # Each by its own statement: a script imports nothing by text.
    if name == "statistics":
        import statistics

        return statistics
    if name == "json":
        import json

        return json
    if name == "pathlib":
        import pathlib

        return pathlib
    raise unittest.SkipTest(f"imports {name} afresh")
