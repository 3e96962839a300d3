"""Descriptors, properties with all parts, __set_name__, __init_subclass__, class getitem, slots, metaclass keywords, MRO."""


class Typed:
    def __init__(self, kind):
        self._kind = kind

    def __set_name__(self, owner, name):
        self._name = "_" + name
        self.owner = owner.__name__

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self._name, None)

    def __set__(self, obj, value):
        if not isinstance(value, self._kind):
            raise TypeError(f"{self._name[1:]} must be {self._kind.__name__}")
        setattr(obj, self._name, value)

    def __delete__(self, obj):
        delattr(obj, self._name)


class Person:
    name = Typed(str)
    age = Typed(int)
    registry = []

    def __init_subclass__(cls, /, kind="plain", **rest):
        super().__init_subclass__(**rest)
        cls.kind = kind
        Person.registry.append(cls.__name__)

    def __init__(self, name, age):
        self.name, self.age = name, age

    @property
    def label(self):
        """The label."""
        return f"{self.name}/{self.age}"

    @label.setter
    def label(self, text):
        self.name, _, age = text.partition("/")
        self.age = int(age)

    @label.deleter
    def label(self):
        del self.name

    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


class Worker(Person, kind="worker"):
    pass


p = Worker("Ann", 30)
assert p.label == "Ann/30" and Worker.kind == "worker" and Person.registry == ["Worker"]
p.label = "Bob/40"
assert (p.name, p.age) == ("Bob", 40) and Person.name.owner == "Person"
del p.label
assert p.name is None and Person[int] == "Person[<class 'int'>]"
try:
    p.age = "old"
except TypeError as error:
    print(error)
assert Person.label.__doc__ == "The label." and Person.label.fget(Person("x", 1)) == "x/1"


class Meta(type):
    def __new__(mcls, name, bases, namespace, *, tag="none"):
        cls = super().__new__(mcls, name, bases, namespace)
        cls.tag = tag
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)

    def __call__(cls, *args):
        made = super().__call__(*args)
        made.by_meta = True
        return made

    def __len__(cls):
        return 42

    @property
    def shouted(cls):
        return cls.__name__.upper()

    @classmethod
    def __prepare__(mcls, name, bases, **kwargs):
        return {"prepared": True}


class Made(metaclass=Meta, tag="t"):
    def __init__(self, value=0):
        self.value = value


assert (Made.tag, Made(3).value, Made().by_meta, len(Made), Made.shouted, Made.prepared) == ("t", 3, True, 42, "MADE", True)


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B", *super().who()]


class C(A):
    def who(self):
        return ["C", *super(C, self).who()]


class D(B, C):
    def who(self):
        return ["D", *super().who()]


assert D().who() == ["D", "B", "C", "A"] and [cls.__name__ for cls in D.__mro__] == ["D", "B", "C", "A", "object"]
try:

    class Impossible(A, B):
        pass
except TypeError as error:
    print(str(error).splitlines()[0])


class Slotted:
    __slots__ = ("x", "_y", "__z")

    def __init__(self):
        self.x, self._y, self.__z = 1, 2, 3

    def all(self):
        return self.x, self._y, self.__z


assert Slotted().all() == (1, 2, 3)
try:
    Slotted().other = 1
except AttributeError as error:
    print("other" in str(error))
Dynamic = type("Dynamic", (A,), {"attr": 1, "method": lambda self: self.attr, "_p": 2})
assert Dynamic().method() == 1 and Dynamic._p == 2 and Dynamic().who() == ["A"] and Dynamic.__name__ == "Dynamic"


class Counting:
    def __getattr__(self, name):
        if name.startswith("auto_"):
            return name[5:]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value if name.startswith("_") else [value])

    def __getattribute__(self, name):
        return object.__getattribute__(self, name)

    def __dir__(self):
        return ["only"]


c = Counting()
c.value, c._raw = 1, 2
assert (c.value, c._raw, c.auto_x, dir(c)) == ([1], 2, "x", ["only"])
assert not hasattr(c, "none") and getattr(c, "none", 5) == 5
assert isinstance(D(), A) and issubclass(D, (int, C)) and type(D()) is D and D().__class__.__name__ == "D"


class Comparable:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n if isinstance(other, Comparable) else NotImplemented

    def __lt__(self, other):
        return self.n < other.n

    def __hash__(self):
        return hash(self.n)

    def __bool__(self):
        return bool(self.n)

    def __index__(self):
        return self.n

    def __int__(self):
        return self.n

    def __contains__(self, item):
        return item == self.n

    def __reversed__(self):
        return "reversed"


one, two = Comparable(1), Comparable(2)
assert one == Comparable(1) and one != two and one < two and two > one and len({one, Comparable(1)}) == 1
assert not Comparable(0) and [10, 20, 30][one] == 20 and int(two) == 2 and 2 in two and reversed(one) == "reversed"
assert (one == 5) is False and sorted([two, one])[0] is one and max(one, two) is two
print("classes", Made.__class__.__name__, Person.registry)
