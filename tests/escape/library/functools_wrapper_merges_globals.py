# update_wrapper reads and merges attributes by text: a trusted function's globals into the script's, another's code.
import functools
import json


def mine():
    pass


def other():
    return "changed"


for way in (
    lambda: functools.update_wrapper(mine, json.dumps, assigned=(), updated=("__globals__",)),
    lambda: functools.wraps(json.dumps, assigned=(), updated=("__globals__",))(mine),
    lambda: functools.update_wrapper(json.dumps, other, assigned=("__code__",), updated=()),
    lambda: functools.WRAPPER_ASSIGNMENTS.__class__ and functools.update_wrapper(json.dumps, other),
):
    try:
        way()
    except Exception:
        pass
try:
    if "_default_encoder" in dir():
        print("PWNED globals")
    if json.dumps.__name__ == "other" or json.dumps(1) == "changed":
        print("PWNED code")
except Exception:
    print("PWNED broken")
