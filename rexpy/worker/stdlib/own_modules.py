"""The owner's own modules, as a script imports them: source from the broker, compiled under the script's own rules.

A module is loaded when it is asked for, once. The script gets a `ScriptModule`, never the module's variables
themselves, because those hold the guards.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rexpy.worker.language import ScriptRefused, compile_script, execute, names, new_namespace
from rexpy.worker.language.ownership import declare_module
from rexpy.worker.stdlib.state import WORKER

ABSENT, MODULE, PACKAGE, NAMESPACE = range(4)
"""What the broker says that a name is."""

_RESERVED: Final = frozenset(("rexpy", "hostapi", "RestrictedPython", "__main__"))

_variables: dict[int, dict[str, Any]] = {}
by_name: dict[str, dict[str, Any]] = {}
"""The variables of each module that was loaded, by the module's name."""
_importable: dict[str, ScriptModule] = {}
# Invariant: a module lives as long as the run, so that its number means no other object.
_kept: list[ScriptModule] = []


def _may_see(name: object) -> bool:
    # Threat: a text that is no identifier can be the name of a guard (`guard read`), which a module's variables hold
    # in front of the builtins once it is set there.
    return type(name) is str and name.isidentifier() and name not in names.REFUSED_NAMES


class ScriptModule:
    """A module of the owner's in the hands of a script: its variables, to read and to write.

    Not: a subclass of ModuleType; the guards hand no real module to a script.
    # Invariant: the variables are no attribute of anything; `__builtins__` among them holds the guards.
    """

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        variables = _variables[id(self)]
        if _may_see(name) and name in variables:
            return variables[name]
        if name in ("__class__", "__doc__", "__dir__", "__repr__"):
            return object.__getattribute__(self, name)
        fallback = variables.get("__getattr__")
        if fallback is not None and _may_see(name):
            return fallback(name)
        raise AttributeError(f"module {variables['__name__']!r} has no attribute {name!r}", name=name, obj=self)

    def __setattr__(self, name: str, value: object) -> None:
        if not _may_see(name):
            raise AttributeError(f"attribute {name!r} of a module cannot be set by a script")
        _variables[id(self)][name] = value

    def __delattr__(self, name: str) -> None:
        variables = _variables[id(self)]
        if not _may_see(name) or name not in variables:
            raise AttributeError(f"module {variables['__name__']!r} has no attribute {name!r}")
        del variables[name]

    def __dir__(self) -> list[str]:
        return sorted(filter(_may_see, _variables[id(self)]))

    def __repr__(self) -> str:
        variables = _variables[id(self)]
        return f"<module {variables['__name__']!r} from {variables.get('__file__')!r}>"

    def __reduce_ex__(self, _protocol: object) -> Any:
        raise TypeError("cannot pickle 'module' object")


ScriptModule.__module__ = "builtins"
ScriptModule.__name__ = ScriptModule.__qualname__ = "module"
declare_module(ScriptModule)


def module_over(variables: dict[str, Any]) -> ScriptModule:
    """Return the module whose variables are *variables*."""
    module = ScriptModule()
    _variables[id(module)] = variables
    _kept.append(module)
    return module


def loaded_modules() -> dict[str, ScriptModule]:
    """Return the modules of the owner's that were imported, by name."""
    return dict(_importable)


class _Loaded:
    """One module: its variables, the directories that its submodules come from, and how the script sees it."""

    __slots__ = ("facade", "name", "places", "ready", "variables")

    def __init__(self, name: str, variables: dict[str, Any], places: Sequence[int]) -> None:
        self.name = name
        self.variables = variables
        self.places = tuple(places)
        self.facade = module_over(variables)
        self.ready = False


class OwnModules:
    """Imports from the directories of the run's module path.

    *library* serves what is no module of the owner's; *builtins* are those that every namespace gets. The library comes
    first: a file here never takes the place of a standard module.
    """

    def __init__(
        self, shown: Sequence[str], library: Callable[[str, Sequence[str], int], Any], builtins: Mapping[str, object]
    ) -> None:
        self._shown = tuple(shown)
        self._library = library
        self._builtins = builtins
        self._loaded: dict[str, _Loaded] = {}

    def importer(self, package: str | None) -> Callable[[str, Sequence[str], int], Any]:
        """Return what `import` calls in a module that lies in *package*; None where it lies in none."""

        def import_module(name: str, fromlist: Sequence[str], level: int) -> Any:
            full = _absolute(name, level, package)
            if not self._is_own(full):
                return self._library(full, fromlist, 0)
            return self._import(full, fromlist, whole=bool(fromlist) or level > 0)

        return import_module

    def _is_own(self, name: str) -> bool:
        top = name.partition(".")[0]
        if top in self._loaded:
            return True
        # Threat: classes count as the script's own by their module's name. One that has the name of a module of the
        # library would make the library's classes the script's once the worker loads it.
        if top in _RESERVED or top in sys.stdlib_module_names or top in sys.modules or not top.isidentifier():
            return False
        return self._load(top, None) is not None

    def _import(self, name: str, fromlist: Sequence[str], *, whole: bool) -> ScriptModule:
        loaded = self._find(name)
        if not whole:
            return self._loaded[name.partition(".")[0]].facade
        for wanted in fromlist:
            if wanted == "*":
                listed: Any = loaded.variables.get("__all__", ())
                for entry in listed if type(listed) in (list, tuple) else ():
                    self._submodule(loaded, entry)
            else:
                self._submodule(loaded, wanted)
                _require(loaded, wanted)
        return loaded.facade

    def _submodule(self, package: _Loaded, name: object) -> None:
        """Load the submodule *name* where the package has no such variable and there is one."""
        if type(name) is str and package.places and name not in package.variables and name.isidentifier():
            self._load(f"{package.name}.{name}", package)

    def _find(self, name: str) -> _Loaded:
        parent: _Loaded | None = None
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            prefix = ".".join(parts[:count])
            found = self._loaded.get(prefix) or self._load(prefix, parent)
            if found is None:
                said = f"No module named {prefix!r}"
                if parent is not None and not parent.places:
                    said += f"; {parent.name!r} is not a package"
                raise ModuleNotFoundError(said, name=prefix)
            parent = found
        assert parent is not None
        return parent

    def _load(self, name: str, parent: _Loaded | None) -> _Loaded | None:
        """Load the module *name*, or return None where the module path has none of that name."""
        places = range(len(self._shown)) if parent is None else parent.places
        portions: list[int] = []
        for place in places:
            try:
                kind, file, source = WORKER.fetch("module", place, name)
            except OSError as error:
                raise ImportError(f"module {name!r} cannot be read: {error.strerror}", name=name) from None
            if kind in (MODULE, PACKAGE):
                return self._run(name, parent, file, source, [place] if kind == PACKAGE else [])
            if kind == NAMESPACE:
                portions.append(place)
        return self._run(name, parent, None, b"", portions) if portions else None

    def _run(
        self, name: str, parent: _Loaded | None, file: str | None, source: bytes, places: Sequence[int]
    ) -> _Loaded:
        package = name if places else (parent.name if parent is not None else "")
        variables = new_namespace(importer=self.importer(package), builtins=self._builtins, name=name, file=file)
        variables["__package__"] = package
        if places:
            variables["__path__"] = [f"{self._shown[place]}/{name.replace('.', '/')}" for place in places]
        by_name[name] = variables
        loaded = self._loaded[name] = _Loaded(name, variables, places)
        _importable[name] = loaded.facade
        try:
            if file is not None:
                execute(_compiled(source, file), variables)
        except BaseException:
            # As CPython has it: a module that failed is not there, and is tried again when it is imported again.
            del self._loaded[name], _importable[name]
            raise
        loaded.ready = True
        if parent is not None:
            parent.variables[name.rpartition(".")[2]] = loaded.facade
        return loaded


def _require(loaded: _Loaded, wanted: str) -> None:
    try:
        getattr(loaded.facade, wanted)
    except AttributeError:
        state = "" if loaded.ready else "partially initialized module "
        cause = "" if loaded.ready else " (most likely due to a circular import)"
        where = loaded.variables.get("__file__") or "unknown location"
        said = f"cannot import name {wanted!r} from {state}{loaded.name!r}{cause} ({where})"
        raise ImportError(said, name=loaded.name) from None


def _absolute(name: str, level: int, package: str | None) -> str:
    if not level:
        return name
    if not package:
        raise ImportError("attempted relative import with no known parent package")
    parts = package.split(".")
    if level > len(parts):
        raise ImportError("attempted relative import beyond top-level package")
    base = ".".join(parts[: len(parts) - level + 1])
    return f"{base}.{name}" if name else base


def _compiled(source: bytes, file: str) -> Any:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise SyntaxError("the module is not UTF-8", (file, line, None, None)) from None
    try:
        compiled = compile_script(text, file)
        if compiled.warned:
            sys.stderr.write(compiled.warned)
        return compiled
    except ScriptRefused as refused:
        first = refused.findings[0]
        said = f"{first.construct}: {first.reason}" if first.construct else first.reason
        lines = text.splitlines()
        quoted = lines[first.line - 1] if 0 < first.line <= len(lines) else None
        more = f"; {first.instead}" if first.instead else ""
        raise SyntaxError(said + more, (file, first.line, first.column, quoted)) from None
