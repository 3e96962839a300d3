import enum
import json

made = []


class Other(type):
    def __new__(meta, name, bases, facts):
        made.extend(value for value in facts.values() if type(value).__name__ == "_proto_member")
        return super().__new__(meta, name, bases, facts)


class Meta(enum.EnumMeta, Other):
    pass


class Colour(enum.Enum, metaclass=Meta):
    RED = 1


try:
    made[0].__set_name__(json.JSONEncoder, "encode")
except Exception:
    pass
if not hasattr(json.JSONEncoder, "encode"):
    print("PWNED")
