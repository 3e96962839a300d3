"""Untrusted process: what to write in place of a refused construct."""

_ATTRIBUTES = {
    "__traceback__": "use traceback.format_exc(), or traceback.format_exception(e)",
    "tb_frame": "use traceback.format_exc()",
    "tb_next": "use traceback.format_exc()",
    "__globals__": "pass what the function needs as arguments",
    "__closure__": "pass what the function needs as arguments",
    "__code__": "use __name__, __qualname__ or __doc__ of the function",
    "__reduce__": "use copy.copy() or copy.deepcopy()",
    "__reduce_ex__": "use copy.copy() or copy.deepcopy()",
    "__builtins__": "name the builtin itself",
    "__spec__": "use __name__ or __file__",
    "__loader__": "use __name__ or __file__",
}

_NAMES = {
    "eval": "ast.literal_eval() reads literals; a dict of functions replaces a chosen name",
    "exec": "call a function, or keep functions in a dict",
    "compile": "call a function, or keep functions in a dict (re.compile() is there)",
    "globals": "keep values in a dict of your own",
    "locals": "name the variables, or keep them in a dict of your own",
    "breakpoint": "print() what you want to see",
    "help": "see the documentation outside the script",
    "__builtins__": "name the builtin itself",
}


def for_attribute(name: str) -> str:
    """Return what serves instead of reading the attribute *name*; empty when nothing does."""
    return _ATTRIBUTES.get(name, "")


def for_name(name: str) -> str:
    """Return what serves instead of the variable or builtin *name*; empty when nothing does."""
    return _NAMES.get(name, "")
