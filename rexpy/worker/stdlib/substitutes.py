"""Which names of a module a script gets in a safe form, and where that form is defined. Data only."""

from __future__ import annotations

from typing import Final

_HERE: Final = "rexpy.worker.stdlib"

SUBSTITUTES: Final = {
    "ast": {
        name: f"{_HERE}.safe_ast:{name}"
        for name in ("copy_location", "fix_missing_locations", "increment_lineno", "parse")
    },
    "atexit": {name: f"{_HERE}.safe_atexit:{name}" for name in ("register", "unregister")},
    "contextlib": {
        name: f"{_HERE}.safe_contextlib:{name}"
        for name in ("AsyncExitStack", "ExitStack", "redirect_stderr", "redirect_stdout")
    },
    "dataclasses": {name: f"{_HERE}.safe_dataclasses:{name}" for name in ("asdict", "astuple", "dataclass", "replace")},
    "functools": {
        name: f"{_HERE}.safe_functools:{name}"
        for name in (
            "cached_property",
            "singledispatch",
            "singledispatchmethod",
            "total_ordering",
            "update_wrapper",
            "wraps",
        )
    },
    "inspect": {
        **{
            name: f"{_HERE}.safe_inspect:{name}"
            for name in ("currentframe", "get_annotations", "getmembers", "getmro", "trace", "unwrap")
        },
        **{
            name: f"{_HERE}.safe_source:{name}"
            for name in (
                "FrameInfo",
                "getfile",
                "getmodule",
                "getsource",
                "getsourcefile",
                "getsourcelines",
                "ismodule",
                "stack",
            )
        },
    },
    "io": {
        "BufferedIOBase": f"{_HERE}.safe_io:BufferedIOBase",
        "RawIOBase": f"{_HERE}.safe_io:RawIOBase",
        "BufferedRandom": f"{_HERE}.buffers:BufferedRandom",
        "BufferedReader": f"{_HERE}.buffers:BufferedReader",
        "BufferedWriter": f"{_HERE}.buffers:BufferedWriter",
        "TextIOWrapper": f"{_HERE}.buffers:TextIOWrapper",
        "open": f"{_HERE}.opening:open",
    },
    "locale": {"setlocale": f"{_HERE}.safe_various:set_locale"},
    "operator": {name: f"{_HERE}.safe_operator:{name}" for name in ("attrgetter", "methodcaller")},
    "os": {"_exit": f"{_HERE}.safe_various:leave_at_once"},
    "signal": {
        name: f"{_HERE}.signals:{name}"
        for name in ("alarm", "getsignal", "pause", "raise_signal", "setitimer", "siginterrupt", "signal")
    },
    "string": {"Formatter": f"{_HERE}.safe_text:Formatter"},
    "threading": {
        "Lock": f"{_HERE}.locks:Lock",
        **{
            name: f"{_HERE}.threads:{name}"
            for name in (
                "Thread",
                "Timer",
                "active_count",
                "current_thread",
                "enumerate",
                "get_ident",
                "get_native_id",
                "local",
                "main_thread",
                "stack_size",
            )
        },
    },
    "time": {"sleep": f"{_HERE}.safe_various:sleep"},
    "traceback": {
        name: f"{_HERE}.safe_various:{name}"
        for name in (
            "format_exc",
            "format_exception",
            "format_exception_only",
            "format_stack",
            "print_exc",
            "print_exception",
            "print_stack",
        )
    },
    "warnings": {"catch_warnings": f"{_HERE}.safe_various:catch_warnings"},
}
"""Module, then name, to `module:attribute`."""

PROVIDED: Final = {
    "concurrent.futures": f"{_HERE}.safe_futures",
    "grp": f"{_HERE}.accounts",
    "importlib": f"{_HERE}.safe_importlib",
    "importlib.metadata": f"{_HERE}.safe_importlib",
    "importlib.resources": f"{_HERE}.safe_importlib",
    "importlib.util": f"{_HERE}.safe_importlib",
    "logging.config": f"{_HERE}.safe_logging_config",
    "pwd": f"{_HERE}.accounts",
    "rexpy": f"{_HERE}.telemetry",
    "timeit": f"{_HERE}.safe_timing",
    "unittest.mock": f"{_HERE}.mock_patch",
    "xml.sax.saxutils": f"{_HERE}.xml_text",
}
"""Modules that are this package's own, whatever CPython has under the name, and where they are."""

SYSTEM_NAMES: Final = (
    "api_version byteorder copyright flags float_info float_repr_style get_int_max_str_digits "
    "getdefaultencoding getfilesystemencodeerrors getfilesystemencoding getrecursionlimit getrefcount "
    "getsizeof hash_info hexversion implementation int_info intern maxsize maxunicode platform "
    "set_int_max_str_digits thread_info version version_info"
)
"""The names of `sys` that are passed on as they are."""

SYSTEM_SAFE: Final = {
    "exc_info": f"{_HERE}.safe_various:exc_info",
    "exit": f"{_HERE}.safe_various:leave",
    "setrecursionlimit": f"{_HERE}.safe_various:set_recursion_limit",
}
"""The names of `sys` that scripts get in a safe form."""

SIGNAL_NAMES: Final = frozenset(("Handlers", "Signals", "SIG_DFL", "SIG_IGN", "default_int_handler", "strsignal"))
"""What of the module signal is served besides the signals' own names."""
