"""Untrusted process: RestrictedPython's transformer, without the rest of that package.

The package's own first file imports its helpers for other users (random, platform, string formatting), which
costs each run more than the transformer itself. Here the package is entered by its path, and its first file
is not run.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from RestrictedPython.transformer import INSPECT_ATTRIBUTES, RestrictingNodeTransformer, copy_locations
else:
    import importlib.util
    import sys
    import types

    def _load_transformer():
        full = "RestrictedPython.transformer"
        if "RestrictedPython" in sys.modules:
            return importlib.import_module(full)
        spec = importlib.util.find_spec("RestrictedPython")
        if spec is None or not spec.submodule_search_locations:
            raise ImportError("RestrictedPython is not installed", name="RestrictedPython")
        package = types.ModuleType("RestrictedPython")
        package.__path__ = list(spec.submodule_search_locations)
        sys.modules["RestrictedPython"] = package
        try:
            return importlib.import_module(full)
        finally:
            # Invariant: who imports the package later gets all of it.
            del sys.modules["RestrictedPython"]

    _module = _load_transformer()
    INSPECT_ATTRIBUTES = _module.INSPECT_ATTRIBUTES
    RestrictingNodeTransformer = _module.RestrictingNodeTransformer
    copy_locations = _module.copy_locations

__all__ = ["INSPECT_ATTRIBUTES", "RestrictingNodeTransformer", "copy_locations"]
