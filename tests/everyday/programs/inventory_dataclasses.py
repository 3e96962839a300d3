"""A typed inventory: dataclasses from dicts by their hints, validation, totals, and CSV out."""
from __future__ import annotations

import csv
import sys
from dataclasses import MISSING, asdict, astuple, dataclass, field, fields, is_dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any, ClassVar, Dict, List, Optional, Union, get_args, get_origin, get_type_hints


class Unit(str, Enum):
    PIECE = "pc"
    KILO = "kg"


class ValidationError(Exception):
    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path


def build(cls, data: Any, path: str = "$"):
    if is_dataclass(cls):
        if not isinstance(data, dict):
            raise ValidationError(path, f"expected object, got {type(data).__name__}")
        hints, kwargs = get_type_hints(cls), {}
        for f in fields(cls):
            if f.name in data:
                kwargs[f.name] = build(hints[f.name], data[f.name], f"{path}.{f.name}")
            elif f.default is MISSING and f.default_factory is MISSING:
                raise ValidationError(path, f"missing {f.name!r}")
        if extra := data.keys() - {f.name for f in fields(cls)}:
            raise ValidationError(path, f"unknown {sorted(extra)}")
        return cls(**kwargs)
    origin, args = get_origin(cls), get_args(cls)
    if origin in (list, List):
        return [build(args[0], x, f"{path}[{i}]") for i, x in enumerate(data)]
    if origin in (dict, Dict):
        return {k: build(args[1], v, f"{path}.{k}") for k, v in data.items()}
    if origin is Union:
        if data is None and type(None) in args:
            return None
        return build(next(a for a in args if a is not type(None)), data, path)
    if cls is Decimal:
        return Decimal(str(data))
    if isinstance(cls, type) and issubclass(cls, Enum):
        try:
            return cls(data)
        except ValueError as e:
            raise ValidationError(path, str(e)) from e
    if cls is Any:
        return data
    if not isinstance(data, cls):
        raise ValidationError(path, f"expected {cls.__name__}, got {data!r}")
    return data


@dataclass(slots=True)
class Item:
    sku: str
    price: Decimal
    qty: int = 1
    unit: Unit = Unit.PIECE
    tags: List[str] = field(default_factory=list)
    note: Optional[str] = None

    def __post_init__(self):
        if self.qty < 0:
            raise ValidationError(self.sku, "negative quantity")

    @property
    def total(self) -> Decimal:
        return (self.price * self.qty).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass
class Inventory:
    CURRENCY: ClassVar[str] = "EUR"
    name: str
    items: List[Item]
    meta: Dict[str, Any] = field(default_factory=dict)

    def __iter__(self):
        return iter(self.items)

    def __matmul__(self, tag):
        return Inventory(self.name, [i for i in self if tag in i.tags])


RAW = {"name": "store", "items": [{"sku": "A1", "price": "2.345", "qty": 3, "tags": ["x", "y"]}, {"sku": "B2", "price": 10, "unit": "kg", "note": "fresh"}], "meta": {"v": 1}}
inv = build(Inventory, RAW)
print(inv)
for item in inv:
    print(f"{item.sku:<4}{item.total:>10} {inv.CURRENCY} {item.unit.name.lower()}")
print(sum(i.total for i in inv), [i.sku for i in inv @ "x"])
print(asdict(inv)["items"][1], astuple(inv.items[0])[:3])
print(replace(inv.items[0], qty=10).total, inv.items[0] == replace(inv.items[0]))
for bad in ({"name": "s"}, {"name": 1, "items": []}, {"name": "s", "items": [{"sku": "Z", "price": 1, "unit": "ml"}]}, {"name": "s", "items": [{"sku": "Z", "price": 1, "qty": -1}]}, {"name": "s", "items": [], "x": 1}, []):
    try:
        build(Inventory, bad)
    except ValidationError as e:
        print("invalid", e, "|", type(e.__cause__).__name__)
w = csv.DictWriter(sys.stdout, fieldnames=[f.name for f in fields(Item)], lineterminator="\n")
w.writeheader()
for i in inv:
    w.writerow({**asdict(i), "tags": "|".join(i.tags), "unit": i.unit.value})
try:
    inv.items[0].colour = "red"
except AttributeError as e:
    print("no attribute", e)
