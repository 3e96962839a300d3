# Defaults of the library's functions hold what it keeps for itself; a subclass of Signature is handed them raw.
import functools
import inspect
import tempfile
import weakref

found = []


class Taking(inspect.Signature):
    def __init__(self, parameters=None, **options):
        parameters = list(parameters or ())
        found.extend(parameter.default for parameter in parameters)
        super().__init__(parameters)


def lure():
    pass


@functools.wraps(tempfile.NamedTemporaryFile)
def wrapped():
    pass


for way in (
    lambda: Taking.from_callable(weakref.WeakValueDictionary.__init__),
    lambda: Taking.from_callable(functools.singledispatchmethod),
    lambda: Taking.from_callable(functools.wraps),
    lambda: found.extend(inspect.getfullargspec(functools.wraps).defaults),
    lambda: found.extend(p.default for p in inspect.signature(functools.wraps).parameters.values()),
    lambda: found.extend(inspect.getfullargspec(inspect.unwrap(wrapped)).defaults),
    lambda: found.extend(p.default for p in inspect.signature(inspect.findsource).parameters.values()),
    lambda: found.extend(p.default for p in inspect.signature(inspect.classify_class_attrs).parameters.values()),
    lambda: found.append(inspect.getclosurevars(functools.wraps).globals),
    lambda: found.append(inspect.findsource(functools)[0]),
    lambda: found.append(inspect.getsource(functools)),
    lambda: found.append(inspect.getsource(functools.wraps)),
):
    try:
        way()
    except Exception:
        pass
for value in found:
    if inspect.ismodule(value) or isinstance(value, (dict, list)) or "def " in str(value):
        print("PWNED", str(value)[:80])
