# The script's own __getattribute__ gets at the base's by the gate only.
class C:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)
print("PWNED", getattr(C(), "__reduce" + "_ex__")(2))
