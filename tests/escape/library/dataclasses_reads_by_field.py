# replace(), asdict() and astuple() read the attributes that an object's fields name, whatever the object is.
import dataclasses

got = []
Alias = type(list[int])


class Lure(Alias):
    def __new__(cls, *args, **kwargs):
        if kwargs:
            got.append(kwargs)
            return 1
        return super().__new__(cls, *args)


class Field:
    def __init__(self, name):
        self.name, self.init, self._field_type, self.default = name, True, None, None


@dataclasses.dataclass
class Real:
    x: int = 0


def function():
    pass


field = dataclasses.fields(Real)[0]
for fake in (Field("__globals__"), field):
    try:
        fake.name = "__globals__"
        Lure.__dataclass_fields__ = {"x": fake}
        function.__dataclass_fields__ = {"x": fake}
        lure = Lure(function, ())
        for attempt in (
            lambda: dataclasses.replace(lure),
            lambda: got.extend([dataclasses.asdict(lure, dict_factory=dict)]),
            lambda: got.extend(dataclasses.astuple(lure)),
        ):
            try:
                attempt()
            except Exception:
                pass
    except Exception:
        pass
if got:
    print("PWNED", len(got))
