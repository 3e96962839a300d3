from __future__ import annotations
import json
from dataclasses import dataclass, field, asdict, replace, fields
from typing import Optional, List, Dict
from enum import Enum, auto


class Role(Enum):
    WEB = auto()
    DB = auto()
    CACHE = auto()


@dataclass(order=True)
class Host:
    name: str
    ip: str = field(compare=False)
    role: Role = field(default=Role.WEB, compare=False)
    tags: List[str] = field(default_factory=list, compare=False, repr=False)
    owner: Optional[str] = None

    def __post_init__(self):
        self.name = self.name.lower()
        if not self.ip.count(".") == 3:
            raise ValueError(f"bad ip {self.ip!r} for {self.name}")

    @classmethod
    def from_dict(cls, d: Dict[str, str]) -> Host:
        return cls(name=d["name"], ip=d["ip"], role=Role[d.get("role", "WEB").upper()], tags=d.get("tags", "").split())


hosts = [Host.from_dict(d) for d in [
    {"name": "WEB1", "ip": "10.0.0.1", "tags": "prod eu"},
    {"name": "db1", "ip": "10.0.0.2", "role": "db"},
    {"name": "cache", "ip": "10.0.0.3", "role": "cache", "tags": "prod"},
]]
try:
    Host("x", "1.2.3")
except ValueError as e:
    print("error:", e)
for h in sorted(hosts, reverse=True):
    print(h)
print(json.dumps([asdict(h) for h in hosts], default=lambda o: o.name, indent=1))
print(replace(hosts[0], owner="ops"), [f.name for f in fields(Host)])
print(hosts[0] == Host("web1", "9.9.9.9"), hosts[0] < hosts[1])
