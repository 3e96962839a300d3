# The text of a signature names variables of whatever module its object says to be from.
import inspect
import json  # noqa: F401 - the module that is named below


class Function:
    __module__ = "json.decoder"
    __name__ = "lure"
    __doc__ = "x"

    def __get__(self, instance, owner=None):
        return self

    def __call__(self):
        pass


instance = Function()
try:
    setattr(instance, "__text" + "_signature__", "(x=scanner.c_make_scanner.__module__, y=scanner.__file__)")
    found = inspect.signature(instance).parameters["y"].default
    if found.endswith(".py"):
        print("PWNED", found)
except (ValueError, AttributeError):
    pass


class Told(Function):
    """A class that says so itself."""


try:
    type.__setattr__(Told, "__text" + "_signature__", "(x=scanner.__file__)")
    print("PWNED", inspect.signature(Told()).parameters["x"].default)
except (ValueError, AttributeError, KeyError, TypeError):
    pass
