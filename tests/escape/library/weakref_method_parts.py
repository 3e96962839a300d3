import random
import weakref


class Method(weakref.WeakMethod):
    __slots__ = ()


method = Method(random.seed)
method._meth_type = lambda function, subject: (function, subject)
print("PWNED", method())
