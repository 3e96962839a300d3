"""`inspect` for scripts: signatures, documentation, members and source of what the script made; no frame, no code.

Threat: CPython's module reads attributes unguarded, evaluates annotations and signatures that are text, and shows
frames, globals and closures. Of it serve the predicates, which answer yes or no, and the arithmetic of signatures.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any, Final

from rexpy.worker.language import ownership as who
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.hints import evaluate, variables_of
from rexpy.worker.stdlib.refusals import refusal
from rexpy.worker.stdlib.text_annotations import variables_of_module

_names: Final[dict[str, Any]] = inspect.__dict__
_EMPTY: Final = Parameter.empty
_IN_C: Final = (
    types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType,
    types.ClassMethodDescriptorType,
)  # fmt: skip
_CONSTANTS: Final = (type(None), bool, int, float, complex, str, bytes, type(...))
_MAX_WRAPPED: Final = 1000
_RAW_ACCESS: Final = ("__delattr__", "__getattribute__", "__setattr__")
"""What scripts get of `object` in a safe form, which is a function where CPython's is not."""


class _NotShown:
    """Stands for a default of the library's own that is no constant."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "..."


_not_shown: Final = _NotShown()


def _is_own(function: Any) -> bool:
    # What namedtuple makes holds the script's defaults; no module of the library is called so.
    made = type(function) is types.FunctionType and str(function.__globals__.get("__name__")).startswith("namedtuple_")
    return who.is_own_function(function) or made


def _is_constant(value: Any) -> bool:
    return type(value) in _CONSTANTS or (type(value) is tuple and all(map(_is_constant, value)))


def _from_function(cls: Any, func: Any, *args: Any, **options: Any) -> Any:
    """Return the signature of *func*; of a function of the library's, no default but constants.

    Threat: a default can be what the library keeps at hand for itself: a module, a primitive.
    """
    made = _plain_from_function(Signature, func, *args, **options)
    if _is_own(func):
        return made
    parameters = []
    for entry in made.parameters.values():
        default = entry.default if entry.default is _EMPTY or _is_constant(entry.default) else _not_shown
        annotation = entry.annotation if type(entry.annotation) is str else _EMPTY
        parameters.append(entry.replace(default=default, annotation=annotation))
    returned = made.return_annotation
    return made.replace(parameters=parameters, return_annotation=returned if type(returned) is str else _EMPTY)


def _from_text(cls: Any, obj: Any, text: str, *args: Any, **options: Any) -> Any:
    """Return the signature that the C function or class *obj* has as text.

    Threat: names in the text are looked up in the module that *obj* says to be from. So both are C's own.
    """
    static = who.is_class(obj) and not who.is_own_class(obj)
    if type(obj) not in _IN_C and not static:
        raise ValueError(f"no signature found for {obj!r}")
    return _plain_from_text(Signature, obj, text, *args, **options)


def _class_of(function: Any) -> Any:
    """Return the class in which *function* was defined, by its names, in the script's own variables.

    Threat: CPython looks for it in the module of the worker's that *function* names.
    """
    variables = variables_of_module(getattr(function, "__module__", None))
    qualified = getattr(function, "__qualname__", "")
    first, *rest = (qualified.split(".")[:-1] if type(qualified) is str else []) or [""]
    found = (variables or {}).get(first)
    for name in rest:
        found = read_attribute(found, name)
    return found if who.is_class(found) else None


signature: Final = inspect.signature
_plain_from_function: Final = _names["_signature_from_function"]
_plain_from_text: Final = _names["_signature_fromstr"]
_plain_from_callable: Final = _names["_signature_from_callable"]
_names["_signature_from_function"] = _from_function
_names["_signature_fromstr"] = _from_text
_names["_findclass"] = _class_of


def _from_callable(
    cls: Any, obj: Any, *, follow_wrapped: bool = True, globals: Any = None, locals: Any = None, eval_str: bool = False
) -> Any:
    """Return the signature of the callable *obj*; with *eval_str* its annotations are resolved as the script would."""
    # Threat: a script's subclass of Signature would be handed what `_from_function` takes away.
    made = _plain_from_callable(obj, sigcls=Signature, follow_wrapper_chains=bool(follow_wrapped))
    if eval_str:
        _refuse_namespaces(globals, locals)
        made = _with_annotations(made, obj, follow_wrapped)
    if cls is Signature or type(made) is not Signature:
        return made
    return cls(list(made.parameters.values()), return_annotation=made.return_annotation)


def _with_annotations(made: Any, obj: Any, follow_wrapped: bool) -> Any:
    """Return the signature *made* of *obj* with those annotations resolved that are text."""
    subject = unwrap(obj) if follow_wrapped else obj
    subject = _function_of(subject)
    own = who.is_own_function(subject) or (who.is_class(subject) and who.is_own_class(subject))
    if type(made) is not Signature or not own:
        return made
    variables = variables_of(subject)
    parameters = [
        entry.replace(annotation=_resolved(entry.annotation, variables)) for entry in made.parameters.values()
    ]
    return made.replace(parameters=parameters, return_annotation=_resolved(made.return_annotation, variables))


Signature.from_callable = classmethod(_from_callable)  # type: ignore[assignment,method-assign]
_from_callable.__name__, _from_callable.__qualname__ = "from_callable", "Signature.from_callable"


def _function_of(obj: Any) -> Any:
    return obj.__func__ if type(obj) is types.MethodType else obj


def _resolved(annotation: Any, variables: dict[str, Any] | None) -> Any:
    return evaluate(annotation, variables) if type(annotation) is str and variables is not None else annotation


def _refuse_namespaces(globals: Any, locals: Any) -> None:
    if globals is not None or locals is not None:
        raise TypeError("annotations are resolved in the variables where they were written: pass no globals or locals")


def get_annotations(obj: Any, *, globals: Any = None, locals: Any = None, eval_str: bool = False) -> dict[str, Any]:
    """Return a new dict of the annotations of a function, class or module of the script's."""
    _refuse_namespaces(globals, locals)
    if who.is_class(obj):
        found = who.class_dict(obj).get("__annotations__") if who.is_own_class(obj) else None
    else:
        try:
            found = read_attribute(obj, "__annotations__")
        except AttributeError:
            if not callable(obj):
                raise TypeError(f"{obj!r} is not a module, class, or callable.") from None
            found = None
    if type(found) is not dict or not found:
        return {}
    subject = _function_of(obj)
    variables = variables_of(subject) if eval_str else None
    return {name: _resolved(value, variables) for name, value in found.items()}


def _defines(obj: Any, name: str) -> bool:
    cls = obj if who.is_class(obj) else type(obj)
    return any(who.is_own_class(base) for base, _ in who.lookup(cls, name))


def getmembers(object: Any, predicate: Callable[[Any], Any] | None = None) -> list[tuple[str, Any]]:
    """Return the attributes of *object* that the script itself may read, by name; those that *predicate* accepts."""
    found: dict[str, Any] = {}
    for name in dir(object):
        if name in _RAW_ACCESS and not _defines(object, name):
            continue
        try:
            value = read_attribute(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found[name] = value
    return sorted(found.items(), key=lambda entry: entry[0])


def getmro(cls: Any) -> tuple[type, ...]:
    """Return the base classes of a class of the script's, itself included, in the order of look-up."""
    order: tuple[type, ...] = read_attribute(cls, "__mro__")
    return order


def unwrap(func: Any, *, stop: Callable[[Any], Any] | None = None) -> Any:
    """Return what *func* wraps, along `__wrapped__`, as far as the script itself may read that."""
    first, seen = func, {id(func)}
    while stop is None or not stop(func):
        try:
            func = read_attribute(func, "__wrapped__")
        except AttributeError:
            break
        if id(func) in seen or len(seen) > _MAX_WRAPPED:
            raise ValueError(f"wrapper loop when unwrapping {first!r}")
        seen.add(id(func))
    return func


_INSTEAD: Final = (
    "a frame leads into the interpreter; inspect.stack() has .function, .lineno and .filename of each call"
)
currentframe = refusal("inspect.currentframe", _INSTEAD)
trace = refusal("inspect.trace", "use traceback.format_exc()")

for _thing in (get_annotations, getmembers, getmro, unwrap):
    _thing.__module__ = "inspect"
