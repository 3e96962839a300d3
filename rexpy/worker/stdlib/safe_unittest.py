"""`unittest` for scripts: cases, suites and runners are CPython's; what looks modules up by name is not."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.safe_various import exc_info, format_exception
from rexpy.worker.stdlib.state import WORKER

_MARKS: Final = "__unittest_"
_MISSING: Final = object()


class _System:
    """`sys` as the cases and suites see it: no tracebacks to hand to a result, no module but the script's."""

    exc_info = staticmethod(exc_info)

    @property
    def modules(self) -> dict[str, Any]:
        """The script's own module, whose setUpModule is called."""
        return {"__main__": main_module()}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


def adjust_suite(module: ModuleType) -> None:
    """Hand results no tracebacks, and set up the script's own module only."""
    module.__dict__["sys"] = _System()


def adjust_runner(module: ModuleType) -> None:
    """Read what a stream is asked for as the script itself may: the runner's own stream forwards by name."""

    def forward(self: Any, attr: str) -> Any:
        if attr in ("stream", "__getstate__"):
            raise AttributeError(attr)
        return read_attribute(self.stream, attr)

    module.__dict__["_WritelnDecorator"].__getattr__ = forward


def adjust_case(module: ModuleType) -> None:
    """Read a test's method, which is named by text, as the script itself may."""
    adjust_suite(module)

    def guarded_getattr(obj: Any, name: str, default: Any = _MISSING) -> Any:
        if type(name) is str and name.startswith(_MARKS):
            return getattr(obj, name) if default is _MISSING else getattr(obj, name, default)
        try:
            return read_attribute(obj, name)
        except AttributeError:
            if default is _MISSING:
                raise
            return default

    module.__dict__["getattr"] = guarded_getattr


def adjust_result(module: ModuleType) -> None:
    """Show a failure by the script's own lines."""

    def _exc_info_to_string(self: Any, err: Any, test: Any) -> str:
        lines = format_exception(err[1])
        if self.buffer:
            for stream, kind in ((sys.stdout, "Stdout"), (sys.stderr, "Stderr")):
                text = getattr(stream, "getvalue", str)()
                if text:
                    lines.append(f"\n{kind}:\n{text}" if text.endswith("\n") else f"\n{kind}:\n{text}\n")
        return "".join(lines)

    module.__dict__["TestResult"]._exc_info_to_string = _exc_info_to_string


def adjust_loader(module: ModuleType) -> None:
    """Find tests in what the script itself holds, never in a module that the worker has loaded."""
    names: Any = module.__dict__
    loader, case, suite = names["TestLoader"], names["case"], names["suite"]

    def loadTestsFromName(self: Any, name: str, module: Any = None) -> Any:
        parts = name.split(".")
        if module is None:
            module = main_module()
            parts = parts[1:] if parts[0] == "__main__" else parts
        found, parent = module, None
        for part in parts:
            parent, found = found, read_attribute(found, part)
        if found is module:
            return self.loadTestsFromModule(found)
        if isinstance(found, type) and issubclass(found, case.TestCase):
            return self.loadTestsFromTestCase(found)
        if isinstance(parent, type) and issubclass(parent, case.TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(found, suite.TestSuite):
            return found
        if callable(found):
            made = found()
            if isinstance(made, suite.TestSuite):
                return made
            if isinstance(made, case.TestCase):
                return self.suiteClass([made])
            raise TypeError(f"calling {found} returned {made}, not a test")
        raise TypeError(f"don't know how to make test from: {found}")

    def discover(self: Any, *_args: Any, **_options: Any) -> Any:
        raise NotImplementedError("scripts discover no tests: name the modules, or use loadTestsFromTestCase")

    loader.loadTestsFromName, loader.discover = loadTestsFromName, discover


def main_module() -> Any:
    """Return the script's own module, as `import __main__` would."""
    from rexpy.worker.stdlib.own_modules import module_over

    if WORKER.main is None:
        WORKER.main = module_over(WORKER.namespace)
    return WORKER.main


def adjust_main(module: ModuleType) -> None:
    """Let the program's module be the script's own, not one that is imported by its name."""
    names: Any = module.__dict__
    plain = names["TestProgram"]

    # Invariant: scripts have no name for this class, so `super(unittest.main, x).__init__` is this one.
    class _Checked(plain):  # type: ignore[misc,valid-type]
        def __init__(self, module: Any = "__main__", *args: Any, **options: Any) -> None:
            if isinstance(module, str):
                if module != "__main__":
                    raise ImportError(f"give the module {module!r} itself: import it, and pass it as module=")
                module = main_module()
            super().__init__(module, *args, **options)

        def _do_discovery(self, argv: Any, Loader: Any = None) -> None:
            raise NotImplementedError("scripts discover no tests: call unittest.main() in the script that has them")

    class TestProgram(_Checked):
        """Runs the tests of the script and exits, as `unittest.main()` does."""

    TestProgram.__module__, TestProgram.__qualname__ = "unittest.main", "TestProgram"
    names["TestProgram"] = names["main"] = TestProgram
