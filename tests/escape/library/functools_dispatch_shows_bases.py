import functools
import io

met = []


class Meta(type(io.IOBase)):
    def __eq__(cls, other):
        met.append(other)
        return cls is other

    def __hash__(cls):
        return 1


class Subject(io.BytesIO, metaclass=Meta):
    pass


@functools.singledispatch
def generic(thing):
    pass


try:
    generic.dispatch(Subject)
except TypeError:
    pass
if any(entry.__name__ == "_BufferedIOBase" for entry in met):
    print("PWNED", met)
