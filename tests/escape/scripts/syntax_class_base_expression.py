print("PWNED", [1 for x in [().__class__.__base__]])
class C(().__class__.__base__.__subclasses__()[0]):
    pass
