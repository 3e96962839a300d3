import json
import typing


class Alias(type(typing.List[int]), _root=True):
    pass


alias = Alias(json.JSONEncoder, (int,))
alias.encode = lambda self, value: "forged"
if json.JSONEncoder().encode([]) == "forged":
    print("PWNED")
