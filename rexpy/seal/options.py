"""What the caller asks of the seal: limits, and the mechanisms waived or insisted on."""

from dataclasses import dataclass

# Every mechanism by the name that --waive, --require and the report use, in the order of the report.
MECHANISMS = (
    "no_new_privs",
    "seccomp",
    "landlock",
    "rlimits",
    "descriptors",
    "identity",
    "user_namespace",
    "network_namespace",
    "ipc_namespace",
    "pid_namespace",
    "mount_namespace",
)


class SealOptionsInvalid(ValueError):
    """The caller's choice of mechanisms or limits makes no sense; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOptions:
    """The seal of one run.

    *address_space_bytes* is what the worker may map beyond what it has mapped when it is sealed. *cpu_s* is
    whole seconds of processor time, counted from the worker's start. Raises SealOptionsInvalid for an
    unknown mechanism, one both waived and required, or a limit below 1.
    """

    address_space_bytes: int = 256 << 20
    cpu_s: int = 30
    waive: frozenset[str] = frozenset()
    require: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for option, names in (("waive", self.waive), ("require", self.require)):
            for name in sorted(names - set(MECHANISMS)):
                raise SealOptionsInvalid(f"--{option} {name}: no such mechanism; there are {', '.join(MECHANISMS)}")
        for name in sorted(self.waive & self.require):
            raise SealOptionsInvalid(f"{name} is both waived and required")
        if self.address_space_bytes < 1 or self.cpu_s < 1:
            raise SealOptionsInvalid("the memory and processor limits of a run are at least 1")

    def to_argument(self) -> str:
        """Return the options as one command-line argument, read back by from_argument.

        # Not: JSON. The launcher would import a parser, 10 ms, for four fields that hold numbers and known
        # names.
        """
        fields = (str(self.address_space_bytes), str(self.cpu_s), _joined(self.waive), _joined(self.require))
        return ":".join(fields)

    @classmethod
    def from_argument(cls, text: str) -> "SealOptions":
        """Return the options that *text* spells. Raises SealOptionsInvalid."""
        fields = text.split(":")
        if len(fields) != 4 or not fields[0].isdecimal() or not fields[1].isdecimal():
            raise SealOptionsInvalid(f"not seal options: {text!r}")
        return cls(
            address_space_bytes=int(fields[0]),
            cpu_s=int(fields[1]),
            waive=_split(fields[2]),
            require=_split(fields[3]),
        )


def _joined(names: frozenset[str]) -> str:
    return "+".join(sorted(names))


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split("+")) if text else frozenset()
