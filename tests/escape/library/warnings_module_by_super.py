import warnings

found = []


class Spy(warnings.catch_warnings):
    def __init__(self):
        for base in (warnings.catch_warnings, Spy):
            try:
                super(base, self).__init__()
            except TypeError:
                continue

    def __setattr__(self, name, value):
        found.append(value)
        object.__setattr__(self, name, value)


Spy()
for value in found:
    if "module 'warnings'" in repr(value):
        print("PWNED", value.sys.modules)
