"""Metaclass-driven records: typed descriptors, registration, ordering, schema text; class decorators and __init_subclass__."""
from __future__ import annotations

import json
from typing import Any, ClassVar


class Field:
    _count = 0

    def __init__(self, kind, *, default=None, required=False, check=None):
        self.kind, self.default, self.required, self.check = kind, default, required, check
        self.order = Field._count
        Field._count += 1

    def __set_name__(self, owner, name):
        self.name, self.slot = name, f"_{name}"

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.slot, self.default)

    def __set__(self, obj, value):
        if value is not None and not isinstance(value, self.kind):
            raise TypeError(f"{type(obj).__name__}.{self.name}: expected {self.kind.__name__}, got {type(value).__name__}")
        if self.check and not self.check(value):
            raise ValueError(f"{self.name}: {value!r} refused")
        setattr(obj, self.slot, value)

    def __delete__(self, obj):
        delattr(obj, self.slot)


class RecordMeta(type):
    registry: ClassVar[dict[str, type]] = {}

    def __new__(mcls, name, bases, ns, *, abstract=False, **kw):
        cls = super().__new__(mcls, name, bases, ns, **kw)
        fields = {}
        for base in reversed(cls.__mro__):
            fields.update({k: v for k, v in vars(base).items() if isinstance(v, Field)})
        cls.fields = dict(sorted(fields.items(), key=lambda kv: kv[1].order))
        if not abstract:
            mcls.registry[name] = cls
        return cls

    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        if missing := [n for n, f in cls.fields.items() if f.required and getattr(obj, n) is None]:
            raise TypeError(f"{cls.__name__} needs {', '.join(missing)}")
        return obj

    def __iter__(cls):
        return iter(cls.fields)

    def __len__(cls):
        return len(cls.fields)

    def __contains__(cls, name):
        return name in cls.fields


class Record(metaclass=RecordMeta, abstract=True):
    def __init_subclass__(cls, /, tag="", **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag or cls.__name__.lower()

    def __init__(self, **kw):
        for k, v in kw.items():
            if k not in type(self):
                raise TypeError(f"unknown field {k!r}")
            setattr(self, k, v)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in type(self))})"

    def __eq__(self, other):
        return type(self) is type(other) and all(getattr(self, n) == getattr(other, n) for n in type(self))

    def dump(self):
        return json.dumps({"@": self.tag, **{n: getattr(self, n) for n in type(self)}})

    @staticmethod
    def load(text):
        data = json.loads(text)
        tag = data.pop("@")
        return next(c for c in RecordMeta.registry.values() if c.tag == tag)(**data)


class Person(Record, tag="p"):
    name = Field(str, required=True)
    age = Field(int, default=0, check=lambda v: v >= 0)


class Employee(Person):
    salary = Field(float, default=0.0)
    boss = Field(str)


p, e = Person(name="Ann", age=3), Employee(name="Bob", salary=10.5)
print(p, e, list(Employee), len(Person), "boss" in Person, sorted(RecordMeta.registry))
print(p.dump(), Record.load(e.dump()) == e, Person.tag, Employee.tag)
for bad in (lambda: Person(age=1), lambda: Person(name=5), lambda: Person(name="x", age=-1), lambda: Person(nam="x"), lambda: Record.load('{"@": "zz"}')):
    try:
        print(bad())
    except (TypeError, ValueError, StopIteration) as err:
        print(type(err).__name__, err)
del p.age
print(p.age, Person.age.kind.__name__, type(Person).__name__, isinstance(Person, RecordMeta))


def schema(cls):
    lines = [f"message {cls.__name__} {{"]
    lines += [f"  {'required' if f.required else 'optional'} {f.kind.__name__} {n} = {i};" for i, (n, f) in enumerate(cls.fields.items(), 1)]
    return "\n".join([*lines, "}"])


print(schema(Employee))
