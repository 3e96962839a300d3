import functools

met = []
near = id(functools.partial) >> 4


class Guess:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        if isinstance(other, type):
            met.append(other)
        return False


class Meta(type):
    @property
    def __mro__(cls):
        return tuple(Guess(near + step) for step in range(-100_000, 100_000))


class Subject(metaclass=Meta):
    pass


@functools.singledispatch
def generic(thing):
    pass


try:
    generic.dispatch(Subject)
except Exception:
    pass
if met:
    print("PWNED", len(met), met[:5])
