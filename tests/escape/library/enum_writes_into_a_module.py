# global_enum and its like write the members into the variables of the module that they are told.
import enum
import json

try:

    class Poison(enum.Enum):
        planted = 1

    Poison.__module__ = "json"
    enum.global_enum(Poison)
except Exception:
    pass
try:
    enum.IntEnum._convert_("Made", "json", lambda name: name == "planted2", source={"planted2": 1})
except Exception:
    pass
if hasattr(json, "planted") or hasattr(json, "planted2"):
    print("PWNED")
