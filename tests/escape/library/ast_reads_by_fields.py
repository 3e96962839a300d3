# Whatever says that it has fields is read by their names.
import ast


def lure():
    pass


class Node(ast.AST):
    _fields = ("__class__", "__dict__")


lure._fields = ("__globals__", "__code__", "__builtins__")
lure._attributes = ()
for name, found in ast.iter_fields(lure):
    if name == "__globals__":
        print("PWNED", len(found))
