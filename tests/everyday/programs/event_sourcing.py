"""Event sourcing: immutable events, aggregate rebuilt by replay, snapshots, projections, undo."""
from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, asdict
from functools import singledispatchmethod, reduce
from itertools import accumulate
from typing import Iterable, Protocol, runtime_checkable


@dataclass(frozen=True, kw_only=True)
class Event:
    seq: int

    def to_json(self):
        return json.dumps({"type": type(self).__name__, **asdict(self)}, sort_keys=True)


@dataclass(frozen=True, kw_only=True)
class Deposited(Event):
    amount: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    amount: int
    reason: str = ""


TYPES = {cls.__name__: cls for cls in Event.__subclasses__()}


@runtime_checkable
class Projection(Protocol):
    def see(self, event: Event) -> None: ...


class Account:
    def __init__(self):
        self.balance, self.applied = 0, 0

    @singledispatchmethod
    def apply(self, event):
        raise NotImplementedError(type(event).__name__)

    @apply.register
    def _(self, event: Deposited):
        self.balance += event.amount

    @apply.register
    def _(self, event: Withdrawn):
        if event.amount > self.balance:
            raise ValueError(f"insufficient funds: {self.balance} < {event.amount}")
        self.balance -= event.amount

    def __ilshift__(self, event):
        self.apply(event)
        self.applied = event.seq
        return self


class Totals:
    def __init__(self):
        self.by_type = {}

    def see(self, event):
        self.by_type[type(event).__name__] = self.by_type.get(type(event).__name__, 0) + 1


def load(lines: Iterable[str]):
    for line in lines:
        data = json.loads(line)
        yield TYPES[data.pop("type")](**data)


log = [Deposited(seq=1, amount=100), Withdrawn(seq=2, amount=30, reason="café"), Deposited(seq=3, amount=5)]
text = [e.to_json() for e in log]
print(*text, sep="\n")
acc = Account()
totals = Totals()
for e in load(text):
    acc <<= e
    totals.see(e)
print(acc.balance, acc.applied, totals.by_type, isinstance(totals, Projection), isinstance(acc, Projection))
print(list(load(text)) == log, hash(log[0]) == hash(Deposited(seq=1, amount=100)))
try:
    acc <<= Withdrawn(seq=4, amount=1000)
except ValueError as e:
    print(e)
try:
    log[0].amount = 1
except AttributeError as e:
    print(type(e).__name__, e)
try:
    acc.apply(object())
except NotImplementedError as e:
    print("not implemented", e)
print(list(accumulate((e.amount if isinstance(e, Deposited) else -e.amount for e in log), initial=0)))
undo = deque(log, maxlen=2)
print(undo, reduce(lambda a, e: a + e.amount, undo, 0), sorted(TYPES))
