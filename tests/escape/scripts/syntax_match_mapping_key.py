class D(dict):
    def get(self, key, default=None):
        print("PWNED", key)
        return default
match D({1: 1}):
    case {object.__subclasses__: x}:
        pass
