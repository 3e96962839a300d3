import enum
class Perm(enum.Flag):
    R = enum.auto(); W = enum.auto(); X = enum.auto()
    RW = R | W
class Color(str, enum.Enum):
    RED = "red"; BLUE = "blue"
    @classmethod
    def _missing_(cls, v): return cls.RED
    @property
    def nice(self): return self.value.title()
class Status(enum.IntEnum):
    OK = 0; WARN = 1; CRIT = 2
print(Perm.RW, Perm.R in Perm.RW, ~Perm.R, Perm(5), list(Perm.RW) if hasattr(Perm.RW, "__iter__") else "")
print(Color("red"), Color("nope"), Color.BLUE.nice, Color["BLUE"], [c.name for c in Color], Color.RED == "red")
print(Status.CRIT > Status.OK, max(Status), Status(1).name, f"{Status.OK}", repr(Status.OK), Status.__members__.keys())
@enum.unique
class U(enum.Enum):
    A = 1
try:
    @enum.unique
    class V(enum.Enum):
        A = 1; B = 1
except ValueError as e:
    print(e)
