class C:
    def take(self, name):
        return super().__getattribute__(name)
print("PWNED", C().take("__reduce_ex__")(2))
