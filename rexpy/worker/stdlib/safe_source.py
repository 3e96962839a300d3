"""The part of `inspect` that knows where the script's own functions and classes stand: file, lines, text; no frames."""

from __future__ import annotations

import ast
import collections
import inspect
import sys
import types
from typing import Any

from rexpy.worker.language import ownership as who
from rexpy.worker.language import sources
from rexpy.worker.language.guards import read_attribute
from rexpy.worker.stdlib.facade import Facade, LiveFacade
from rexpy.worker.stdlib.safe_inspect import unwrap
from rexpy.worker.stdlib.state import WORKER
from rexpy.worker.stdlib.text_annotations import variables_of_module


def ismodule(object: Any) -> bool:
    """Return whether *object* is a module, as scripts see modules."""
    own: Any = sys.modules.get("rexpy.worker.stdlib.own_modules")
    kind = type(object)
    return kind is Facade or kind is LiveFacade or (own is not None and kind is own.ScriptModule)


def _place(obj: Any) -> tuple[str, int, str]:
    """Return the file of the function or class *obj*, its first line, and for a class its qualified name.

    Raises TypeError for what the script did not define.
    """
    subject = obj.__func__ if type(obj) is types.MethodType else obj
    if who.is_own_function(subject):
        code = subject.__code__
        return code.co_filename, code.co_firstlineno, ""
    if who.is_class(obj) and who.is_own_class(obj):
        module, name = who.module_and_name(obj)
        variables = variables_of_module(module) or {}
        file = variables.get("__file__")
        return (file if type(file) is str else WORKER.script), 0, name
    if ismodule(obj) and "__file__" in dir(obj):
        return str(read_attribute(obj, "__file__")), 1, ""
    raise TypeError(f"{obj!r} is not a function, method or class that the script defined")


def getfile(object: Any) -> str:
    """Return the file in which a function or class of the script's is defined."""
    return _place(object)[0]


def getmodule(object: Any, _filename: Any = None) -> Any:
    """Return the script's own module for what is defined in it; None for anything else."""
    if ismodule(object):
        return object
    from rexpy.worker.stdlib.safe_unittest import main_module

    return main_module() if getattr(object, "__module__", None) == "__main__" else None


def getsourcelines(object: Any) -> tuple[list[str], int]:
    """Return the lines of a function or class of the script's, and the number of the first.

    Raises OSError where there is no text of it, TypeError for what the script did not define.
    """
    subject = unwrap(object)
    file, first, name = _place(subject)
    # What follows the last line's end is no line.
    lines = [f"{line}\n" for line in sources.lines(file)]
    if lines and lines[-1] == "\n":
        lines.pop()
    if not lines:
        raise OSError("could not get source code")
    if ismodule(subject):
        return lines, 0
    if name:
        first = _line_of_class("".join(lines), name)
    if not 0 < first <= len(lines):
        raise OSError("could not get source code")
    return inspect.getblock(lines[first - 1 :]), first


def getsource(object: Any) -> str:
    """Return the text of a function or class of the script's."""
    return "".join(getsourcelines(object)[0])


def _line_of_class(text: str, name: str) -> int:
    """Return the first line of the class whose qualified name is *name*, its decorators included."""
    found = 0
    pending: list[tuple[ast.AST, str]] = [(ast.parse(text), "")]
    while pending and not found:
        node, prefix = pending.pop()
        for child in reversed(list(ast.iter_child_nodes(node))):
            inside = prefix
            if isinstance(child, ast.ClassDef):
                if prefix + child.name == name:
                    found = min([child.lineno, *(entry.lineno for entry in child.decorator_list)])
                inside = f"{prefix}{child.name}."
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = f"{prefix}{child.name}.<locals>."
            pending.append((child, inside))
    if not found:
        raise OSError("could not find class definition")
    return found


FrameInfo = collections.namedtuple("FrameInfo", "frame filename lineno function code_context index")
FrameInfo.__module__ = "inspect"
FrameInfo.__doc__ = "One of the script's calls that are going on; its `frame` is None."


def stack(context: int = 1) -> list[Any]:
    """Return the script's calls that are going on, the innermost first: file, line, function and text; no frames."""
    found: list[Any] = []
    walked: types.FrameType | None = sys._getframe(1)
    while walked is not None:
        if who.is_namespace(walked.f_globals):
            code, line = walked.f_code, walked.f_lineno or 0
            lines = sources.lines(code.co_filename)
            start = max(0, min(line - 1 - context // 2, len(lines) - context))
            shown = [f"{text}\n" for text in lines[start : start + context]] if context > 0 and lines else None
            index = line - 1 - start if shown else None
            found.append(FrameInfo(None, code.co_filename, line, code.co_name, shown, index))
        walked = walked.f_back
    return found


getsourcefile = getfile

for _thing in (ismodule, getfile, getmodule, getsourcelines, getsource, stack):
    _thing.__module__ = "inspect"
