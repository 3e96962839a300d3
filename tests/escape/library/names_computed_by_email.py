# A message's generator and its parts are named by what a message says of itself; a policy is made of any object.
import io
from email.generator import Generator
from email.message import EmailMessage
from email.policy import EmailPolicy, default

found = []


class Word:
    def __init__(self, name):
        self.name = name

    def __radd__(self, before):
        return self.name


class Message(EmailMessage):
    def steal(self):
        for name in ("__reduce__", "__dir__", "__init_subclass__"):
            try:
                self._add_multipart(Word(name))
            except Exception:
                pass


class Holder:
    __class__ = property(lambda self: type(default))
    __dict__ = property(lambda self: {"_poison": 1})


class Plain:
    pass


try:
    made = default.clone(**{"__class__": EmailPolicy, "__doc__": "PW" + "NED"})
    print(made.__doc__)
except Exception:
    pass
try:
    made = EmailPolicy.clone(Holder())
    print("PWNED", made)
except Exception:
    pass
