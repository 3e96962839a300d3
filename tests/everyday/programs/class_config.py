from dataclasses import dataclass, field, fields, asdict, astuple
from typing import Any
import json
@dataclass(frozen=True, slots=True)
class Limits:
    cpu: int = 1
    mem: float = 0.5
@dataclass(kw_only=True)
class Config:
    name: str
    limits: Limits = field(default_factory=Limits)
    extra: dict[str, Any] = field(default_factory=dict, repr=False)
    @classmethod
    def load(cls, d):
        known = {f.name for f in fields(cls)}
        bad = d.keys() - known
        if bad: raise KeyError(f"unknown: {', '.join(sorted(bad))}")
        d = dict(d)
        if "limits" in d: d["limits"] = Limits(**d["limits"])
        return cls(**d)
c = Config.load({"name": "x", "limits": {"cpu": 2}})
print(c, json.dumps(asdict(c)), astuple(c.limits), hash(c.limits) == hash(Limits(2)))
for bad in ({"nam": 1}, {}, {"name": "x", "limits": {"gpu": 1}}):
    try: Config.load(bad)
    except (KeyError, TypeError) as e: print(type(e).__name__, e)
try: c.limits.cpu = 5
except Exception as e: print(type(e).__name__, e)
