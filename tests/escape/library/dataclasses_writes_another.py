# __init__ of a dataclass, called with another self, writes into it: a trusted class, a module.
import dataclasses
import json


@dataclasses.dataclass
class Writes:
    planted: object


@dataclasses.dataclass(frozen=True)
class Frozen:
    planted: object


for made in (Writes, Frozen):
    for target in (json.JSONEncoder, json, json.dumps):
        try:
            made.__init__(target, "poison")
        except Exception:
            pass
        if hasattr(target, "planted"):
            print("PWNED", target)
