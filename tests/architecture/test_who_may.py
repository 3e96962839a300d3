"""What import rules do not show: builtins, attributes and signatures, with a list of who may. A list that is too long fails too."""

import ast
from collections.abc import Callable

import pytest

from hostapi.registry import OPERATIONS
from tests.architecture.sources import ROOT, Module, below, imported, modules

BUILTINS = {
    "open": {
        "hostapi/unchecked/resolver.py",  # the hosts file
        "rexpy/broker/inputs.py",  # the script that the caller named
        "rexpy/broker/library.py",  # the interpreter's own library
        "rexpy/cli/arguments.py",  # the files that the command line names
        "rexpy/cli/main.py",  # the null device, in place of a closed stream
        "rexpy/cli/perform.py",  # the script that the command line names
        "rexpy/seal/rlimits.py",  # its own size, before the seal
        "rexpy/tooling/suggest/results.py",  # the results that the command line names
    },
    "compile": {"rexpy/worker/language/compiler.py"},
    "exec": {"rexpy/worker/language/runtime.py"},
    "eval": set[str](),
    "__import__": set[str](),
    "input": set[str](),
    "breakpoint": set[str](),
}

IMPORTS = {
    "pickle": set[str](),
    "marshal": set[str](),
    "shelve": set[str](),
    "multiprocessing": set[str](),
    "asyncio": {"rexpy/broker/embedding.py"},  # hands a decision that is recorded to another thread
    "tempfile": set[str](),
}
"""Modules that look up code by a name they received, or that nobody here needs."""


def names_used(module: Module, name: str) -> bool:
    """Whether the module reads the builtin, or a module's `builtins.name`; a name that it defines itself is another."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return False
    return any(
        (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load))
        or (
            isinstance(node, ast.Attribute)
            and node.attr == name
            and isinstance(node.value, ast.Name)
            and node.value.id == "builtins"
        )
        for node in ast.walk(module.tree)
    )


@pytest.mark.parametrize("name", BUILTINS)
def test_a_builtin_is_used_by_who_may(name: str) -> None:
    used = {module.name for module in modules() if names_used(module, name)}
    # The worker's own `open` is the script's; the real one it uses nowhere.
    assert used == BUILTINS[name]


@pytest.mark.parametrize("name", IMPORTS)
def test_a_module_is_imported_by_who_may(name: str) -> None:
    assert len(modules()) > 100
    users = {module.name for module in modules() for what, _ in imported(module) if what.split(".")[0] == name}
    # Names of modules that a script may import are text in the worker's catalogue, no imports of ours.
    assert users == IMPORTS[name]


def calls_of(attribute: str) -> set[str]:
    return {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
    }


def test_an_operation_is_performed_by_the_gate_only() -> None:
    assert calls_of("function") == {"rexpy/broker/gate.py"}
    # In otel.py it is the gate's own, called by the gate that has spans around it.
    assert calls_of("perform") == {"rexpy/broker/session.py", "rexpy/broker/audit/otel.py"}


def test_an_operations_own_function_is_reached_through_the_registry_only() -> None:
    """`@operation` puts the declaration in the function's place, so calling one by name is calling no function."""
    families = {module.name for module in below("hostapi/fs/", "hostapi/dns/")}
    for module in modules():
        if module.name in families or module.name == "hostapi/registry.py":
            continue
        assert not [what for what, _ in imported(module) if what.startswith(("hostapi.fs.", "hostapi.dns."))], (
            module.name
        )
    assert not any(callable(operation) for operation in OPERATIONS)


def test_grants_are_minted_by_the_gate_only() -> None:
    makers = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Granted"
    }
    assert makers == {"hostapi/mint.py"}
    assert {module.name for module in modules() for what, _ in imported(module) if what.startswith("hostapi.mint")} == {
        "rexpy/broker/gate.py"
    }


NEED_NO_GRANT = {
    "files.require_regular": "looks at a stat that was taken",
    "files.reopen": "takes an entry that a granted one was unwrapped to; called by this package",
    "metadata.fields": "a stat to a list",
    "metadata.size": "of a file that was opened with a grant",
    "paths.open_entry": "what mint looks with; an O_PATH descriptor, which reads and writes nothing",
    "paths.open_directory": "what mint looks with; an O_PATH descriptor, which reads and writes nothing",
    "paths.open_beneath": "opens below a directory that the owner of the run named: his modules, the zones",
    "paths.first_link": "what mint looks with",
    "paths.read_link": "of a descriptor that mint holds",
    "paths.on_procfs": "the kind of file system of a descriptor",
    "replacement.Replacement": "takes an entry that a granted one was unwrapped to; called by this package",
    "resolver.Servers": "the owner's name servers; asks nothing until resolve",
}


def first_is_granted(function: ast.FunctionDef) -> bool:
    arguments = [argument for argument in function.args.posonlyargs + function.args.args if argument.arg != "self"]
    return (
        bool(arguments)
        and arguments[0].annotation is not None
        and ast.unparse(arguments[0].annotation).startswith("Granted[")
    )


def test_what_touches_the_system_takes_a_grant_first() -> None:
    without = set()
    seen = 0
    for module in below("hostapi/unchecked/"):
        short = module.name.rpartition("/")[2].removesuffix(".py")
        for node in module.tree.body:
            function: ast.FunctionDef | None = None
            if isinstance(node, ast.FunctionDef):
                function = node
            elif isinstance(node, ast.ClassDef):
                function = next(
                    (inner for inner in node.body if isinstance(inner, ast.FunctionDef) and inner.name == "__init__"),
                    None,
                )
            assert not isinstance(node, ast.AsyncFunctionDef)
            if function is None or node.name.startswith("_"):  # type: ignore[union-attr]
                continue
            seen += 1
            if not first_is_granted(function):
                without.add(f"{short}.{node.name}")  # type: ignore[union-attr]
    assert seen > 20
    assert without == set(NEED_NO_GRANT)


SYSTEM = {
    "os",
    "io",
    "socket",
    "subprocess",
    "shutil",
    "signal",
    "ctypes",
    "pathlib",
    "tempfile",
    "importlib",
    "fcntl",
    "mmap",
    "select",
    "dns",
}


def test_in_hostapi_only_unchecked_mint_and_grant_reach_the_system() -> None:
    for module in below("hostapi/"):
        reached = {what.split(".")[0] for what, typing in imported(module) if not typing} & SYSTEM
        if not module.name.startswith("hostapi/unchecked/"):
            assert reached <= ({"os"} if module.name in ("hostapi/mint.py", "hostapi/grant.py") else set()), module.name


def test_nothing_runs_a_shell() -> None:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                assert not any(keyword.arg == "shell" for keyword in node.keywords), module.name
                assert ast.unparse(node.func) not in ("os.system", "os.popen", "subprocess.getoutput"), module.name


def test_nothing_is_got_by_a_name_that_came_over_the_wire() -> None:
    """In what takes a worker's messages apart no attribute is looked up by a name that is not written there."""
    for module in below(
        "rexpy/wire/", "rexpy/broker/session.py", "rexpy/broker/outcome.py", "hostapi/fs/", "hostapi/dns/"
    ):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("setattr", "delattr", "globals", "locals", "vars"), module.name
                assert node.func.id != "getattr" or isinstance(node.args[1], ast.Constant), module.name


def test_the_broker_never_has_a_regular_expression_of_a_scripts() -> None:
    for module in below("hostapi/", "rexpy/wire/", "rexpy/broker/session.py", "rexpy/broker/gate.py"):
        if module.name == "hostapi/template.py":
            continue  # the templates are the owner's; tests/redaction holds their matching to linear time
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                assert isinstance(node.args[0], ast.Constant), module.name


@pytest.mark.parametrize("limit", [300])
def test_modules_are_short(limit: int) -> None:
    long = {module.name: lines for module in modules() if (lines := module.text.count("\n")) >= limit}
    assert long == {}


def imports_nothing(module: Module) -> bool:
    return not list(imported(module))


@pytest.mark.parametrize("path", ["rexpy/worker/__init__.py", "rexpy/wire/__init__.py", "rexpy/broker/__init__.py"])
def test_a_zones_own_file_imports_nothing(path: str) -> None:
    assert all(map(imports_nothing, below(path)))


def test_the_packages_face_imports_when_it_is_asked_only() -> None:
    (face,) = below("rexpy/__init__.py")
    assert not [node for node in face.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_every_zone_says_first_who_runs_it() -> None:
    zones: list[Callable[[str], bool]] = [lambda word: word in ("trusted", "untrusted", "both")]
    for module in below("rexpy/broker/__init__.py", "rexpy/worker/__init__.py", "rexpy/wire/__init__.py", "rexpy/seal/__init__.py",
                        "rexpy/cli/__init__.py", "rexpy/tooling/__init__.py", "hostapi/__init__.py"):  # fmt: skip
        first = (ast.get_docstring(module.tree) or "").split("\n\n")[0].lower()
        words = first.replace(",", " ").replace(":", " ").replace(".", " ").replace(";", " ").split()
        assert any(test(word) for test in zones for word in words), module.name


def test_nothing_is_left_to_do() -> None:
    for module in modules():
        for word in ("TODO", "FIXME", "XXX", "HACK"):
            assert word not in module.text, module.name


def test_the_checkout_is_what_is_looked_at() -> None:
    assert (ROOT / "pyproject.toml").exists()
    assert {module.name.split("/")[0] for module in modules()} == {"rexpy", "hostapi"}
