# A double reads the attributes of what it wraps, of any name, and calls what it found.
from unittest.mock import Mock


def lure():
    pass


for way in (
    lambda: Mock(wraps="{0.__globals__}").format(lure),
    lambda: Mock(wraps=int).mro(),
    lambda: getattr(Mock(wraps=lure), "__globals__"),
    lambda: Mock(wraps=object).configure_mock.__func__.__globals__,
    lambda: Mock(wraps=type).mro(int),
):
    try:
        found = way()
        if "__main__" in str(found) or (isinstance(found, list) and object in found):
            print("PWNED", str(found)[:60])
    except Exception:
        pass
