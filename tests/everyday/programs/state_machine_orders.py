"""Order workflow as a table-driven state machine with history and guards."""
from enum import Enum, auto, unique
from typing import NamedTuple, Callable


@unique
class State(Enum):
    NEW = auto()
    PAID = auto()
    SHIPPED = auto()
    DONE = auto()
    CANCELLED = auto()

    @property
    def final(self):
        return self in {State.DONE, State.CANCELLED}


class Transition(NamedTuple):
    src: State
    event: str
    dst: State
    guard: Callable = lambda order: True


TABLE = [
    Transition(State.NEW, "pay", State.PAID, lambda o: o.total > 0),
    Transition(State.NEW, "cancel", State.CANCELLED),
    Transition(State.PAID, "ship", State.SHIPPED),
    Transition(State.PAID, "cancel", State.CANCELLED),
    Transition(State.SHIPPED, "deliver", State.DONE),
]


class InvalidTransition(Exception):
    pass


class Order:
    _seq = 0

    def __init__(self, total):
        type(self)._seq += 1
        self.id, self.total, self.state, self.history = Order._seq, total, State.NEW, []
        self._listeners = []

    def on(self, fn):
        self._listeners.append(fn)
        return fn

    def fire(self, event):
        for t in TABLE:
            if (t.src, t.event) == (self.state, event):
                if not t.guard(self):
                    raise InvalidTransition(f"guard of {event!r} refused order {self.id}")
                self.history.append((self.state.name, event))
                self.state = t.dst
                for fn in self._listeners:
                    fn(self, event)
                return self
        allowed = sorted(t.event for t in TABLE if t.src is self.state)
        raise InvalidTransition(f"{event!r} in {self.state.name}; allowed: {', '.join(allowed) or 'none'}")

    def __getattr__(self, name):
        if any(t.event == name for t in TABLE):
            return lambda: self.fire(name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


o = Order(10)


@o.on
def trace(order, event):
    print(f"order {order.id}: {event} -> {order.state}")


o.pay().ship().deliver()
print(o.history, o.state.final, State["DONE"] is State(4), [s.name for s in State])
for bad in (lambda: o.pay(), lambda: Order(0).pay(), lambda: Order(1).teleport()):
    try:
        bad()
    except (InvalidTransition, AttributeError) as e:
        print(type(e).__name__, e)

dot = "\n".join(f'  "{t.src.name}" -> "{t.dst.name}" [label="{t.event}"];' for t in TABLE)
print(f"digraph {{\n{dot}\n}}")
