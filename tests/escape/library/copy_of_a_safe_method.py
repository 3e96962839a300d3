import copy


def function():
    pass


read = copy.copy(function.__getattribute__)
print("PWNED", read("__glo" + "bals__")["__builtins__"])
