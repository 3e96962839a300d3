"""Untrusted process: what a script may say; the only compile() and exec() of the project.

Loading this package loads nothing else; each public name is fetched from its module when it is first asked for.
This layer is not the boundary (pure Python can corrupt CPython's memory); it still holds by itself against what is
known, and the seal holds where it fails.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rexpy.worker.language.compiler import Compiled, compile_script
    from rexpy.worker.language.failure import Failure, describe
    from rexpy.worker.language.finding import Finding, ScriptRefused
    from rexpy.worker.language.runtime import NO_VALUE, execute, new_namespace

__all__ = [
    "NO_VALUE",
    "Compiled",
    "Failure",
    "Finding",
    "ScriptRefused",
    "compile_script",
    "describe",
    "execute",
    "new_namespace",
]

_HOME = {
    "Compiled": "compiler",
    "compile_script": "compiler",
    "Failure": "failure",
    "describe": "failure",
    "Finding": "finding",
    "ScriptRefused": "finding",
    "NO_VALUE": "runtime",
    "execute": "runtime",
    "new_namespace": "runtime",
}


def __getattr__(name: str) -> object:
    """Return the public *name* from the module that defines it."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import sys
    from importlib import import_module

    # Invariant: what is loaded is not looked for again; in a sealed worker nothing can be.
    full = f"{__name__}.{home}"
    return getattr(sys.modules.get(full) or import_module(full), name)
