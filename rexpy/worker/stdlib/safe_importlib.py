"""`importlib` for scripts: imports by a name that is computed, and whether a module is there; no loader, no reload."""

from __future__ import annotations

from typing import Any

from rexpy.worker.stdlib.refusals import refusal
from rexpy.worker.stdlib.script_names import module_of


class PackageNotFoundError(ModuleNotFoundError):
    """No distribution of that name is installed; a script has none."""

    def __str__(self) -> str:
        return f"No package metadata was found for {self.args[0]}"


class ModuleSpec:
    """Tells that a module is there."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"ModuleSpec(name={self.name!r})"


def import_module(name: str, package: str | None = None) -> Any:
    """Return the module *name*, as the script's own import statement finds it."""
    if type(name) is not str:
        raise TypeError("the name of a module must be a str")
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        parts = str.__str__(package).split(".")
        if level > len(parts):
            raise ImportError("attempted relative import beyond top-level package")
        name = ".".join([*parts[: len(parts) - level + 1], *filter(None, [name[level:]])])
    return module_of(name)


def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
    """Return something true where the script can import the module *name*, which imports it; else None."""
    try:
        import_module(name, package)
    except ImportError:
        return None
    return ModuleSpec(name)


def version(distribution_name: str) -> str:
    """Raise PackageNotFoundError: a script has no distributions."""
    raise PackageNotFoundError(distribution_name)


def invalidate_caches() -> None:
    """Do nothing: nothing is remembered of directories."""


_NONE = "a script has no files of packages; give the directory to it, and open what is there"
reload = refusal("importlib.reload", "a module is run once; call what it defines")
files = refusal("importlib.resources.files", _NONE)
read_text = refusal("importlib.resources.read_text", _NONE)
read_binary = refusal("importlib.resources.read_binary", _NONE)
_LOADING = "scripts load no code from files; name a directory with --module-path, and import from it"
spec_from_file_location = refusal("importlib.util.spec_from_file_location", _LOADING)
module_from_spec = refusal("importlib.util.module_from_spec", _LOADING)

for _thing, _module in (
    (import_module, "importlib"), (invalidate_caches, "importlib"), (find_spec, "importlib.util"),
    (version, "importlib.metadata"), (PackageNotFoundError, "importlib.metadata"), (ModuleSpec, "importlib.machinery"),
):  # fmt: skip
    _thing.__module__ = _module
