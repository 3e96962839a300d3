import types


class Holder:
    pass


def setup(module, thing):
    type(module).__init__(thing, "x", {"_hidden": 1})


import json

try:
    setup(json, json)
except Exception as error:
    print(repr(error))
else:
    if json.__name__ == "x":
        print("PWNED")
