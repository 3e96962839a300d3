"""The protocol as a table: what each side may send in each state, and the state that follows.

Invariant: a pair that is not in the table is a breach. No call is legal before the worker has reported its seal and
the broker has sent the script; while a call is unanswered the worker may send nothing at all.
"""

from __future__ import annotations

from enum import Enum

from rexpy.wire.messages import Kind


class Role(Enum):
    """Which end of the wire this is."""

    BROKER = "broker"
    WORKER = "worker"


class State(Enum):
    """Where a run is, as both sides see it."""

    STARTING = "starting"
    SEALED = "sealed"
    RUNNING = "running"
    ASKED = "asked"
    ENDED = "ended"


TRANSITIONS: dict[State, dict[Role, dict[Kind, State]]] = {
    State.STARTING: {Role.WORKER: {Kind.HELLO: State.SEALED}, Role.BROKER: {}},
    State.SEALED: {Role.WORKER: {}, Role.BROKER: {Kind.RUN: State.RUNNING}},
    State.RUNNING: {
        Role.WORKER: {
            Kind.CALL: State.ASKED,
            Kind.CAST: State.RUNNING,
            Kind.OUTPUT: State.RUNNING,
            Kind.LOG: State.RUNNING,
            Kind.DONE: State.ENDED,
            Kind.FETCH: State.ASKED,
            Kind.METRIC: State.RUNNING,
            Kind.ALARM: State.RUNNING,
        },
        Role.BROKER: {},
    },
    State.ASKED: {Role.WORKER: {}, Role.BROKER: {Kind.REPLY: State.RUNNING}},
    State.ENDED: {Role.WORKER: {}, Role.BROKER: {}},
}


class Node:
    """A state as one role sees it, with what may follow: the table above, laid out for a look-up without hashing enums.

    `sends` and `receives` map a message's number to the node that follows.
    """

    __slots__ = ("receives", "sends", "state")

    def __init__(self, state: State) -> None:
        self.state = state
        self.sends: dict[int, Node] = {}
        self.receives: dict[int, Node] = {}


def nodes(role: Role) -> dict[State, Node]:
    """Return every state as `role` sees it."""
    made = {state: Node(state) for state in State}
    for state, by_role in TRANSITIONS.items():
        for sender, following in by_role.items():
            table = made[state].sends if sender is role else made[state].receives
            table.update({int(kind): made[then] for kind, then in following.items()})
    return made
