# A subclass of super that is a trusted class too: trusted methods read what super finds for them.
# needs: leaky
from leaky import Holder


class Meta(type):
    def __new__(meta, name, bases, facts):
        return type.__new__(meta, name, bases, facts)


class Mixed(super, Holder):
    pass


class ByMeta(Holder, super, metaclass=Meta):
    pass


Made = type("Made", (Holder, super), {"__module__": "leaky"})
Copied = type(Made)("Copied", (Mixed,), {"__new__": super.__new__})
for make in (
    lambda: Mixed(str, ""),
    lambda: ByMeta(str, ""),
    lambda: Made(str, ""),
    lambda: Copied(str, ""),
    lambda: super.__new__(Mixed),
    lambda: object.__new__(Made),
):
    try:
        made = make()
    except TypeError:
        continue
    print("PWNED", type(made))
