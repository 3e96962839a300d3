import dataclasses
import pathlib
import pprint


@dataclasses.dataclass(init=False, eq=False)
class Part(pathlib.PurePosixPath):
    _flavour: object
    other: int = 1


class Spy(pprint.PrettyPrinter):
    def format(self, thing, *more):
        if "module 'posixpath'" in repr(thing):
            print("PWNED", thing.os)
        elif type(thing).__name__ == "_PosixFlavour":
            print("PWNED", thing.pathmod.os)
        return repr(thing), True, False


Spy(width=1).pprint(Part("/a"))
