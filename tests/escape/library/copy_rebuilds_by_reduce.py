# copy calls what __reduce_ex__ returns, and sets the state that it gives into any object.
import copy
import json


class Lure:
    def __reduce_ex__(self, protocol):
        return (lambda: json.JSONEncoder), (), (None, {"planted": 1})



for way in (lambda: copy.copy(Lure()), lambda: copy.deepcopy(Lure())):
    try:
        way()
    except Exception:
        pass
if hasattr(json.JSONEncoder, "planted"):
    print("PWNED")
