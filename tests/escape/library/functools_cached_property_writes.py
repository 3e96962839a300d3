# A cached property, called by hand, reads and writes any name in the dict of any object: here of a module.
import functools
import json

got = []
for name in ("planted", "_default_encoder"):
    lure = functools.cached_property(lambda self: "poison")
    lure.__set_name__(None, name)
    for attempt in (
        lambda: lure.__get__(json),
        lambda: type(lure).__get__(lure, json),
        lambda: super(type(lure), lure).__get__(json),
        lambda: functools.cached_property.__get__(lure, json, None),
    ):
        try:
            found = attempt()
        except Exception:
            continue
        if found is not lure and type(found) is not super:
            got.append(found)
if got or hasattr(json, "planted"):
    print("PWNED", got)
