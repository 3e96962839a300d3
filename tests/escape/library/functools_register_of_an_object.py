# Without a function, register takes the object before it for one, and evaluates that one's annotations.
import functools


class Lure:
    pass


lure = Lure()
lure.__annotations__ = {"x": "__import__('builtins').print('PWNED', ().__class__.__base__.__subclasses__()[:1])"}


@functools.singledispatch
def generic(x):
    pass


class Holder:
    @functools.singledispatchmethod
    def method(self, x):
        pass


found = Holder.__dict__["method"]
for register in (generic.register, found.register, found.dispatcher.register):
    for attempt in (
        lambda: register(lure),
        lambda: register(lure)(None),
        lambda: register(lure, None),
        lambda: register(cls=lure)(None),
        lambda: register(lure, func=None),
    ):
        try:
            attempt()
        except Exception:
            pass
