"""Every bound on what Cedar is given, each with its reason. None is computed from input."""

from typing import NamedTuple, TypeVar

MIB = 1 << 20

MAX_NESTING = 100
"""Brackets open at once in a policy. Cedar's parser overflows the stack of the process at 800; on a thread
with a stack of 2 MiB at 200."""

MAX_OPERATORS = 4_000
"""Operators, dots and `if` in one policy. A chain of 20,000 overflows the stack of Cedar's conversion to
JSON, 5000 passed; 1000 nested `if` passed its parser, 5000 did not."""

MAX_DEPTH = 300
"""Levels of an expression, one for each operator in a chain. With 5000 Cedar's evaluator gives up on a policy
that its validator passed (1000 passed); CPython's JSON reader takes 1000 levels, which is 500 of these."""

MAX_GROUP_DEPTH = 32
"""Groups within groups. Cedar's transitive closure costs the square of a chain and overflows the stack at
10,000."""

MAX_REMEMBERED = 65_536
"""Decisions remembered for one action and resource type. A memo that is full is cleared: to find the oldest
would cost each hit more than all the evaluations that a clearing repeats."""

MAX_PLACES = 65_536
"""Directories whose place in the policy is remembered; cleared when full, for the same reason."""

MAX_REMEMBERED_TEXT = 2_000_000
"""Characters of all that one memo holds, of up to four bytes each. Threat: a script chooses paths of up to 4096, and
what it makes a policy remember outlives its run; 65,536 of them are a gibibyte."""

MAX_PATTERNS = 8
"""Patterns that a path is matched against to see whether a decision is known. Each costs a quarter of a microsecond; an
evaluation costs forty, but repeated questions for one path are more common than new ones."""

NARROW_AFTER = 8
"""Evaluations after which the policies that cannot match an action and type are left out. Parsing a policy
anew costs about 15 µs, which a run of few operations would not earn back."""

MAX_PRINCIPALS = 64
"""Principals whose decisions one policy remembers at once."""


MAX_RUNS = 64
"""Runs whose decisions one policy remembers at once, where some policy reads which run it is."""


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Memo(dict[_Key, _Value]):
    """What is remembered, up to `most` entries and `MAX_REMEMBERED_TEXT`; cleared when full.

    Threads may share it: what is counted of a text may be a little off, the number of entries is not.
    """

    __slots__ = ("_most", "_room")

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._room = MAX_REMEMBERED_TEXT

    def remember(self, key: _Key, value: _Value) -> None:
        """Keep *value* for *key*."""
        text = _length(key) + _length(value)
        self._room -= text
        if len(self) >= self._most or self._room < 0:
            self.clear()
            self._room = MAX_REMEMBERED_TEXT - text
        self[key] = value


def _length(key: object) -> int:
    if isinstance(key, str):
        return len(key)
    return sum(map(_length, key)) if isinstance(key, tuple) else 0


class PolicyLimits(NamedTuple):
    """How large the texts may be, and how many policies and files there may be.

    The sizes bound the time that loading takes: 1 MiB is about 5000 policies.
    """

    policy_bytes: int = MIB
    entities_bytes: int = 16 * MIB
    policies: int = 10_000
    files: int = 1_000
