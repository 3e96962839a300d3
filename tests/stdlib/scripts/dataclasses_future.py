from __future__ import annotations

import dataclasses
import typing
import typing as t
from dataclasses import InitVar, dataclass, field, fields
from typing import ClassVar


@dataclass
class A:
    a: int
    b: typing.ClassVar[int] = 3
    c: t.ClassVar = 4
    d: InitVar[int] = 5
    e: dataclasses.InitVar[int] = 6
    _: dataclasses.KW_ONLY = None
    f: str = "x"

    def __post_init__(self, d, e):
        self.sum = d + e


print([x.name for x in fields(A)], A(1).sum, A(1, 2, 3, f="y"))


@dataclass(order=True)
class B(A):
    g: list[int] = field(default_factory=list)
    h: ClassVar[int] = 1
    unknown: Nowhere = None  # noqa: F821 - text that is never evaluated


for shown in (B(1, g=[2]), B(1) == B(1), B(1) < B(2), [(x.name, x.type, x.kw_only) for x in fields(B)]):
    print(shown)
