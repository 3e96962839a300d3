import warnings

found = []


class Spy(warnings.catch_warnings):
    def __setattr__(self, name, value):
        found.append(value)
        object.__setattr__(self, name, value)


Spy()
for value in found:
    if "module 'warnings'" in repr(value):
        print("PWNED", value.sys.modules)
