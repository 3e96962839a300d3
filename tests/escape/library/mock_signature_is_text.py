# A double of a function is made by executing text that holds the function's name; the name says of itself what it likes.
from unittest.mock import create_autospec


class Name(str):
    def isidentifier(self):
        return True


def lure():
    pass


text = "lure(): pass\nprint('PW' + 'NED', __import__('os'))\ndef lure"
lure.__name__ = Name(text)
try:
    create_autospec(lure)()
except Exception:
    pass
