# A double sets attributes by dotted names, along whatever those lead to.
from unittest.mock import Mock


def poisoned(*args, **kwargs):
    return "PWNED"


for path in ("reset_mock.__func__.__defaults__", "configure_mock.__func__.__kwdefaults__", "reset_mock.__func__.__doc__"):
    try:
        Mock(**{path: poisoned if path.endswith("doc") else None})
    except Exception:
        pass
    try:
        Mock().configure_mock(**{path: "PWNED" if path.endswith("doc") else None})
    except Exception:
        pass
if Mock.reset_mock.__doc__ == "PWNED":
    print("PWNED")
for call in (lambda: Mock().reset_mock(),):
    try:
        call()
    except TypeError:
        print("PWNED", "defaults are gone")
