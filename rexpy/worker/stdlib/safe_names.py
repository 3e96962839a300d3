"""Names that the library computes: what its modules read and write by them passes the language's guards.

Threat: a name, or what it is asked of, is the script's: an option's `dest=`, a converter's name that answers
`"get" + x` itself, the attributes of a subclass. Asked of a function, `__globals__` leads to everything.
"""

from __future__ import annotations

import builtins
import importlib
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from rexpy.worker.language import ownership as who
from rexpy.worker.language.guards import delete_attribute, read_attribute, safe_format, write_attribute
from rexpy.worker.stdlib.adjust import rebound
from rexpy.worker.stdlib.buffers import TRUSTED_BUFFERS
from rexpy.worker.stdlib.facade import Facade
from rexpy.worker.stdlib.refusals import refusal

_MISSING = object()


def guard_names(module: ModuleType, *internal: type) -> None:
    """Have a module's getattr, hasattr, setattr, delattr and vars pass the guards, but for its objects of classes
    *internal*.
    """

    def is_internal(obj: object, name: object) -> bool:
        plain = type(name) is str and not (name.startswith("__") and name.endswith("__"))
        return plain and _is_of(obj, *internal)

    def guarded_getattr(obj: Any, name: str, default: Any = _MISSING) -> Any:
        try:
            return getattr(obj, name) if is_internal(obj, name) else read_attribute(obj, name)
        except AttributeError:
            if default is _MISSING:
                raise
            return default

    def guarded_hasattr(obj: Any, name: str) -> bool:
        nothing = object()
        return guarded_getattr(obj, name, nothing) is not nothing

    def guarded_setattr(obj: Any, name: str, value: Any) -> None:
        if is_internal(obj, name):
            setattr(obj, name, value)
        else:
            write_attribute(obj, name, value)

    def guarded_vars(obj: Any) -> Any:
        # Threat: Namespace.__eq__(object, namespace) hands each raw method of a class to the __eq__ of a value.
        return vars(obj) if is_internal(obj, "") else read_attribute(obj, "__dict__")

    module.__dict__.update(
        getattr=guarded_getattr, hasattr=guarded_hasattr, setattr=guarded_setattr, delattr=delete_attribute,
        vars=guarded_vars,
    )  # fmt: skip


def _is_of(obj: object, *classes: type) -> bool:
    return any(who.is_subclass(type(obj), base) for base in classes)


def for_instances(cls: type, *methods: str) -> None:
    """Have *methods* of *cls* refuse a `self` that is none: they take what `self.__dict__` holds."""
    # Threat: of a class it is each raw method, `object.__getattribute__` among them, and of a facade it can be written.
    for name in methods:
        plain = who.class_dict(cls)[name]
        setattr(cls, name, _checked(cls, name, plain))


def _checked(cls: type, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any) -> Any:
        if not _is_of(self, cls):
            raise TypeError(f"{cls.__name__}.{name}() takes a {cls.__name__}, not {type(self).__name__!r}")
        return plain(self, *args)

    method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
    return method


def adjust_argparse(module: ModuleType) -> None:
    """Let no `dest=` name an attribute that the script may not read or write."""
    names: Any = module.__dict__
    guard_names(module, names["_AttributeHolder"], names["_ActionsContainer"])
    for_instances(names["_AttributeHolder"], "_get_kwargs")
    for_instances(names["Namespace"], "__contains__", "__eq__")


def adjust_optparse(module: ModuleType) -> None:
    """Let no `dest=` name an attribute that the script may not read or write."""
    names: Any = module.__dict__
    values = names["Values"]
    who.declare_open(values)
    # Threat: it reads option values from a module that it imports by name, or from a file that it executes.
    for method in ("read_module", "read_file"):
        setattr(values, method, refusal(f"optparse.Values.{method}", "set the attributes themselves"))
    guard_names(module, names["OptionContainer"], names["Option"], names["HelpFormatter"])
    for_instances(values, "__eq__", "__str__", "_update_loose")


def adjust_pprint(module: ModuleType) -> None:
    """Show of an object its own fields, and of a class none."""
    guard_names(module)
    printer = module.__dict__["PrettyPrinter"]
    plain = printer._pprint_simplenamespace

    # Threat: a class's `__dict__` is each raw method, and a script's printer is shown all that is printed.
    def _pprint_simplenamespace(self: Any, object: Any, *args: Any) -> None:
        if not _is_of(object, SimpleNamespace):
            raise TypeError(f"_pprint_simplenamespace() takes a SimpleNamespace, not {type(object).__name__!r}")
        plain(self, object, *args)

    printer._pprint_simplenamespace = _pprint_simplenamespace
    for kind, function in list(printer._dispatch.items()):
        if function is plain:
            printer._dispatch[kind] = _pprint_simplenamespace


def adjust_tarfile(module: ModuleType) -> None:
    """Name no method by what a class of the script's says, and leave no module in a stream's attributes."""
    guard_names(module)
    names: Any = module.__dict__
    TRUSTED_BUFFERS.add(names["ExFileObject"])
    stream = names["_Stream"]
    stream.__init__ = rebound(stream.__init__, __builtins__={**vars(builtins), "__import__": _facade_of})


def _facade_of(name: str, *_: object) -> Facade:
    real = importlib.import_module(name)
    return Facade(name, {key: value for key, value in vars(real).items() if not key.startswith("_")})


def adjust_tempfile(module: ModuleType) -> None:
    """Have a file's wrapper forward to the file what the script itself may read of that."""
    guard_names(module, module.__dict__["_RandomNameSequence"])


def adjust_weakref(module: ModuleType) -> None:
    """Take no bound method apart whose object the script may not have."""
    names: Any = module.__dict__
    method = names["WeakMethod"]
    make: Callable[..., Any] = method.__new__

    def __new__(cls: Any, meth: Any, callback: Any = None) -> Any:
        for part in ("__self__", "__func__"):
            try:
                read_attribute(meth, part)
            except AttributeError:
                raise TypeError(f"argument should be a bound method of the script's, not {type(meth)}") from None
        return make(cls, meth, callback)

    method.__new__ = __new__


def adjust_zipfile(module: ModuleType) -> None:
    """Fill the text in that stands for a path as the script itself may; it is an attribute of the class."""
    names: Any = module.__dict__

    def __repr__(self: Any) -> str:
        return safe_format(self._Path__repr, (), {"self": self})

    __repr__.__qualname__ = "Path.__repr__"
    names["Path"].__repr__ = __repr__
    if "ZipExtFile" in names:
        TRUSTED_BUFFERS.add(names["ZipExtFile"])


def adjust_generator(module: ModuleType) -> None:
    """Name the method for a part of a message by nothing but text."""
    guard_names(module, module.__dict__["Generator"])


def adjust_policy(module: ModuleType) -> None:
    """Make policies of policies only, with public attributes."""
    base: Any = module.__dict__["_PolicyBase"]

    def checked(plain: Callable[..., Any]) -> Callable[..., Any]:
        def method(self: Any, **attributes: Any) -> Any:
            # Threat: of anything that has a class and a dict, an object of that class is made, with what the dict
            # holds; and a policy's own class is set by its name.
            if not _is_of(self, base) or who.is_own_class(type(self)) or any(name[:1] == "_" for name in attributes):
                raise TypeError("a policy of email.policy is needed, and attributes that it has")
            return plain(self, **attributes)

        method.__name__ = plain.__name__
        return method

    base.__init__, base.clone = checked(base.__init__), checked(base.clone)
