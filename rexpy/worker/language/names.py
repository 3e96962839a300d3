"""Untrusted process: which names a script may say, decided once for compiler and run-time guards alike.

An attribute name is of one kind. FREE: harmless on every object that a script can hold, compiled to a plain
access. GUARDED: decided when the script runs, by who made the object and by what the access returns. REFUSED:
never.
"""

import enum
import sys

from rexpy.worker.language.restricted import INSPECT_ATTRIBUTES


class Kind(enum.Enum):
    """How an attribute name is treated."""

    FREE = 1
    GUARDED = 2
    REFUSED = 3


# Invariant: a source text cannot spell these (no identifier holds a space), and the compiler never lets a
# script bind names by string, so nothing that a script does can shadow a guard.
READ = "guard read"
READ_PRIVATE = "guard read private"
OWN = "guard own"
OWN_GET = "guard own get"
WRITABLE = "guard writable"
WRITABLE_GET = "guard writable get"
STORE = "guard store"
DELETE = "guard delete"
TYPE = "guard type"
PATTERN = "guard pattern"
HOLD = "guard hold"
NEVER = "guard never"
STAR = "guard star"
VALUE = "guard value"
GETATTR = "guard getattr"
HASATTR = "guard hasattr"
KNOWN_OWN = "guard known own"
KNOWN_WRITABLE = "guard known writable"
FLAG = "guard flag of "
SITE = "guard class "
HIDDEN = (
    READ, READ_PRIVATE, OWN, OWN_GET, WRITABLE, WRITABLE_GET, STORE, DELETE, TYPE, PATTERN, HOLD, NEVER, STAR, GETATTR,
    HASATTR, KNOWN_OWN, KNOWN_WRITABLE,
)  # fmt: skip

# Threat: each leads from an object of the script to a frame, a code object, globals, builtins, a loader, or
# to raw attribute access on any object; there is no receiver on which a script needs it.
REFUSED_ATTRIBUTES = frozenset(INSPECT_ATTRIBUTES) | {
    "cell_contents", "func_globals", "func_code", "func_closure", "im_func", "im_self", "im_class",
    "f_trace_lines", "f_trace_opcodes", "ag_origin", "gi_origin", "co_consts", "co_names", "co_freevars",
    "co_cellvars", "co_linetable", "co_exceptiontable", "co_lnotab", "co_positions", "co_lines",
    "__globals__", "__code__", "__closure__", "__builtins__", "__loader__", "__spec__", "__cached__", "__traceback__",
    "__reduce__", "__reduce_ex__", "__setstate__", "__objclass__", "__thisclass__", "__self_class__", "__import__",
    "__build_class__", "__text_signature__", "__getnewargs__", "__getnewargs_ex__", "__weakref__", "__path__",
    "__package__",
}  # fmt: skip

# Threat: `format` and `format_map` of str read attributes by text; `mro` gives base classes; `obj` of
# AttributeError is whatever object trusted code was looking at; `parser` (a path's, from 3.13) and `pathmod`
# are whole modules.
GUARDED_PUBLIC = frozenset({"format", "format_map", "mro", "obj", "pathmod", "vformat", "get_field"}) | (
    frozenset({"parser"}) if sys.version_info >= (3, 13) else frozenset()
)

_UNARY = "abs neg pos invert bool int float complex index round trunc floor ceil hash repr str bytes len length_hint"
_BINARY = (
    "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or radd rsub rmul rmatmul rtruediv"
    " rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror iadd isub imul imatmul itruediv ifloordiv imod ipow"
    " ilshift irshift iand ixor ior eq ne lt le gt ge"
)
_PROTOCOL = (
    "init new call del enter exit aenter aexit iter next aiter anext await getitem setitem delitem contains missing"
    " reversed format fspath get set delete set_name init_subclass class_getitem instancecheck subclasscheck"
    " subclasshook dir sizeof copy deepcopy post_init prepare mro_entries buffer release_buffer replace"
)
_FACTS = (
    "name qualname doc module class cause context suppress_context notes version all file author date license"
    " args origin parameters metadata value bound constraints covariant contravariant default members"
    " isabstractmethod match_args slots type_params annotations_cache debug main stdin stdout stderr"
)
# Not: `__annotations__`, `__dict__`, `__wrapped__`, `__defaults__`: harmless on the script's own objects
# only.
# Why plain: calling a special method does no more than the operator it stands for, on objects that the script
# already holds; the facts are text, numbers, classes and exceptions. A class object is no danger by itself,
# because what leads onwards from it (`__mro__`, `__bases__`, `__subclasses__`, `__dict__`) is guarded.
PLAIN_DUNDERS = frozenset(f"__{word}__" for word in f"{_UNARY} {_BINARY} {_PROTOCOL} {_FACTS}".split())

# Names a script can neither read nor bind. Threat: rebinding `__builtins__` in the module's namespace would
# give new functions other builtins than the guarded ones.
REFUSED_NAMES = frozenset({"__builtins__", "__build_class__", "__loader__", "__spec__", "__cached__"})

# Builtins that are absent, refused when compiling where the script does not define the name itself.
ABSENT_BUILTINS = frozenset({
    "eval", "exec", "compile", "globals", "locals", "breakpoint", "help", "license", "copyright", "credits",
})  # fmt: skip


# Public attribute names that are not FREE.
NOT_FREE_PUBLIC = GUARDED_PUBLIC | {name for name in REFUSED_ATTRIBUTES if not name.startswith("_")}


def is_dunder(name: str) -> bool:
    """Tell whether *name* has the form of a special name."""
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def kind_of(name: str) -> Kind:
    """Return the kind of the attribute *name* (already mangled)."""
    if name in REFUSED_ATTRIBUTES:
        return Kind.REFUSED
    if name in GUARDED_PUBLIC:
        return Kind.GUARDED
    if not name.startswith("_") or name in PLAIN_DUNDERS:
        return Kind.FREE
    return Kind.GUARDED


def mangle(name: str, class_name: str | None) -> str:
    """Return *name* as the compiler mangles it inside class *class_name*."""
    if class_name is None or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name
