"""How sealed a worker is, as values: what each mechanism gave, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from rexpy.seal.options import MECHANISMS, SealOptions

# Twice the longest detail the seal writes; a longer one is not the seal's.
_DETAIL_MAX = 400


class Enforcement(Enum):
    """How much of what a mechanism promises is in force."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class SealError(Exception):
    """A mechanism that is there, or that the run needs, could not be set up.

    Guarantees that nothing of the script has been read. *mechanism* is the name that `--waive` takes, or ""
    where what failed is no mechanism.
    """

    def __init__(self, mechanism: str, reason: str) -> None:
        super().__init__(mechanism, reason)
        self.mechanism = mechanism
        self.reason = reason

    def __str__(self) -> str:
        if not self.mechanism:
            return self.reason
        return f"containment: {self.mechanism} failed: {self.reason} (--waive {self.mechanism} runs without it)"


class ReportInvalid(ValueError):
    """A received seal report is not one: wrong shape, unknown name, a mechanism missing or twice."""


@dataclass(frozen=True, slots=True)
class MechanismReport:
    """What one mechanism gave, with the reason where it is not everything."""

    mechanism: str
    enforcement: Enforcement
    detail: str


@dataclass(frozen=True, slots=True)
class SealReport:
    """What every mechanism gave, in the order of MECHANISMS."""

    mechanisms: tuple[MechanismReport, ...]

    def of(self, mechanism: str) -> MechanismReport:
        """Return the report of one mechanism; KeyError where it has none."""
        for each in self.mechanisms:
            if each.mechanism == mechanism:
                return each
        raise KeyError(mechanism)

    def to_wire(self) -> list[list[str]]:
        """Return the report as plain lists of text, which JSON and the wire carry."""
        return [[each.mechanism, each.enforcement.value, each.detail] for each in self.mechanisms]

    @classmethod
    def from_wire(cls, value: object) -> "SealReport":
        """Return the report that *value* spells. Raises ReportInvalid for any other form than to_wire's."""
        if type(value) is not list or len(value) != len(MECHANISMS):
            raise ReportInvalid(f"a seal report is a list of {len(MECHANISMS)} mechanisms")
        return cls(tuple(_mechanism(item, name) for item, name in zip(value, MECHANISMS, strict=True)))


def _mechanism(item: object, name: str) -> MechanismReport:
    if type(item) is not list or len(item) != 3 or any(type(word) is not str for word in item):
        raise ReportInvalid("a mechanism is reported as three texts")
    if item[0] != name:
        raise ReportInvalid(f"mechanism {name} is not where it belongs")
    if len(item[2]) > _DETAIL_MAX:
        raise ReportInvalid(f"the detail of {name} is longer than {_DETAIL_MAX} characters")
    try:
        return MechanismReport(name, Enforcement(item[1]), item[2])
    except ValueError:
        raise ReportInvalid(f"mechanism {name} has no known enforcement") from None


# Needed by every run. Landlock is judged apart: a kernel without it is no failure.
_NEEDED = frozenset({"no_new_privs", "seccomp", "rlimits", "descriptors", "identity"})


def check(report: SealReport, options: SealOptions) -> tuple[str, ...]:
    """Return what is missing for a run under *options*, one sentence each; empty means that the script may
    be sent.

    A mechanism that a run needs, or that the caller requires, must be in full force. Each sentence names the
    option that waives exactly that mechanism.
    """
    return tuple(_missing(each, options) for each in report.mechanisms if not _enough(each, options))


def _enough(each: MechanismReport, options: SealOptions) -> bool:
    if each.mechanism in options.waive or each.enforcement is Enforcement.FULL:
        return True
    return each.mechanism not in _NEEDED | options.require


def _missing(each: MechanismReport, options: SealOptions) -> str:
    how = "not in force" if each.enforcement is Enforcement.NONE else "only partly in force"
    if each.mechanism in options.require:
        return f"{each.mechanism} is required but {how}: {each.detail} (leave out --require {each.mechanism})"
    return f"{each.mechanism} is {how}: {each.detail} (--waive {each.mechanism} runs without it)"


def absent(mechanisms: Sequence[str], reason: str) -> list[MechanismReport]:
    """Return a report of NONE for each of *mechanisms*, all for the same *reason*."""
    return [MechanismReport(name, Enforcement.NONE, reason) for name in mechanisms]


def full(mechanism: str, detail: str) -> MechanismReport:
    """Return the report of a mechanism that is wholly in force."""
    return MechanismReport(mechanism, Enforcement.FULL, detail)


def waived(mechanism: str) -> MechanismReport:
    """Return the report of a mechanism that the caller gave up by name."""
    return MechanismReport(mechanism, Enforcement.NONE, "waived")
