# Members are read by text: globals, code, bases, the module behind a function.
import inspect
import json


def lure():
    pass


class Lure:
    pass


for subject in (lure, json, json.dumps, json.JSONDecoder, Lure, len, "".join, inspect, inspect.signature, Lure().__init__):
    for name, value in inspect.getmembers(subject):
        if name in ("__globals__", "__code__", "__builtins__", "__subclasses__", "__loader__", "__self__", "__closure__"):
            if name != "__self__" or inspect.ismodule(value):
                print("PWNED", name)
        if name in ("codecs", "sys", "os", "modulesbyfile", "linecache"):
            print("PWNED", name)
for name in ("getmembers_static", "getattr_static", "getclosurevars", "getcallargs", "classify_class_attrs", "getclasstree"):
    if hasattr(inspect, name):
        print("PWNED", name)
