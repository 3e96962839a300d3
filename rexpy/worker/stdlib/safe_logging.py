"""`logging` and `warnings`: as in CPython, and on the run's record besides.

A record that a logger lets through goes to the script's own handlers and to the broker; the two do not know of each
other, so what a script prints to its standard error is what CPython would print.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from rexpy.worker.language.guards import read_attribute, safe_format
from rexpy.worker.language.ownership import is_subclass
from rexpy.worker.stdlib import telemetry
from rexpy.worker.stdlib.safe_various import format_exception, format_stack
from rexpy.worker.stdlib.state import WORKER


def adjust_logging(module: ModuleType) -> None:
    """Send records to the broker, hand no traceback out, and format `{`-styles through the gate."""
    names: Any = module.__dict__
    logger: Any = names["Logger"]
    call_handlers, make_record = logger.callHandlers, logger.makeRecord

    # Threat: a record's exc_info holds the traceback, which a handler of the script's would get.
    def without_traceback(self: Any, *args: Any, **options: Any) -> Any:
        record = make_record(self, *args, **options)
        if type(record.exc_info) is tuple and len(record.exc_info) == 3:
            record.exc_info = (*record.exc_info[:2], None)
        return record

    def on_record(self: Any, record: Any) -> None:
        _tell(record)
        call_handlers(self, record)

    _adjust_styles(names)
    _adjust_factory(names)
    logger.makeRecord = without_traceback
    logger.callHandlers = on_record
    names["Handler"].handleError = _handle_error
    for function, name in ((without_traceback, "makeRecord"), (on_record, "callHandlers")):
        function.__name__ = name
        function.__qualname__ = f"Logger.{name}"


def _adjust_styles(names: Any) -> None:
    """Fill a style's text in with what a record holds, and with nothing of what only says to be one."""

    def facts(self: Any, record: Any) -> dict[str, Any]:
        # Threat: a text of the script's own kind is handed all that is filled in; of a class, each raw method.
        of_record = is_subclass(type(record), names["LogRecord"])
        held = record.__dict__ if of_record else read_attribute(record, "__dict__")
        return {**(getattr(self, "_defaults", None) or {}), **held}

    def by_percent(self: Any, record: Any) -> Any:
        return self._fmt % facts(self, record)

    # Threat: the attributes that a `{`-style names would be read unguarded.
    def by_format(self: Any, record: Any) -> str:
        return safe_format(self._fmt, (), facts(self, record))

    def by_template(self: Any, record: Any) -> Any:
        return self._tpl.substitute(**facts(self, record))

    styles = {"PercentStyle": by_percent, "StrFormatStyle": by_format, "StringTemplateStyle": by_template}
    for name, function in styles.items():
        function.__name__, function.__qualname__ = "_format", f"{name}._format"
        names[name]._format = function


def _adjust_factory(names: Any) -> None:
    """Take from a factory of the script's nothing but records: logging writes into what it returns."""
    given = names["LogRecord"]

    def setLogRecordFactory(factory: Any) -> None:
        nonlocal given
        given = factory

        def make(*args: Any, **options: Any) -> Any:
            record = factory(*args, **options)
            if not is_subclass(type(record), names["LogRecord"]):
                raise TypeError(f"a record's factory returns a LogRecord, not {type(record).__name__!r}")
            return record

        names["_logRecordFactory"] = factory if factory is names["LogRecord"] else make

    names["setLogRecordFactory"] = setLogRecordFactory
    names["getLogRecordFactory"] = lambda: given
    for name in ("setLogRecordFactory", "getLogRecordFactory"):
        names[name].__name__ = names[name].__qualname__ = name


def _tell(record: Any) -> None:
    try:
        text = str(record.getMessage())
        if record.exc_info and isinstance(record.exc_info[1], BaseException):
            text += "\n" + "".join(format_exception(record.exc_info[1])).rstrip("\n")
        telemetry.log(record.levelno, text)
    except (OSError, MemoryError, RecursionError):
        raise
    except Exception:  # noqa: S110 - a message that cannot be formatted; the script's own handlers say so
        pass


def _handle_error(self: Any, record: Any) -> None:
    """Print that a record could not be handled, as CPython does, with the script's own lines."""
    logging: Any = sys.modules["logging"]
    error = sys.exc_info()[1]
    if not logging.raiseExceptions or not sys.stderr or error is None:
        return
    write = sys.stderr.write
    write("--- Logging error ---\n")
    write("".join(format_exception(error)))
    write("Call stack:\n")
    write("".join(format_stack()))
    try:
        write(f"Message: {record.msg!r}\nArguments: {record.args}\n")
    except RecursionError:
        raise
    except Exception:
        write("Unable to print the message and arguments - possible formatting error.\nUse the traceback above.\n")


def adjust_warnings(module: ModuleType, show_plainly: Callable[[Any], None]) -> None:
    """Put each warning that is shown on the record, also where the script shows it its own way.

    *show_plainly* is what shows one unless the script records them.
    """
    names: Any = module.__dict__
    show = names["_showwarnmsg"]

    def on_record(message: Any) -> None:
        # One that the script records is not shown; one that goes to logging is on the record there.
        captured = names["showwarning"] is getattr(sys.modules.get("logging"), "_showwarning", None)
        if names["_showwarnmsg_impl"] is show_plainly and not captured:
            telemetry.log(30, f"{message.category.__name__}: {message.message}")
        show(message)

    names["_showwarnmsg"] = on_record


def adjust_linecache(module: ModuleType) -> None:
    """Serve the lines of what was compiled, show none of the worker's own, and ask the policy for the rest."""
    import os

    from rexpy.worker.language import sources

    names: Any = module.__dict__
    plain = names["updatecache"]
    own = (os.path.dirname(os.__file__) + "/", __file__.partition("/rexpy/")[0] + "/rexpy/", "<")

    def updatecache(filename: str, module_globals: Any = None) -> list[str]:
        lines = sources.lines(filename)
        if lines:
            # What follows the last line's end is no line.
            return [f"{line}\n" for line in (lines if lines[-1] else lines[:-1])]
        if filename == WORKER.script or filename.startswith(own):
            return []
        return list(plain(filename))

    names["updatecache"] = updatecache
