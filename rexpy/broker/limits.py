"""What one run may use. Every number is an option of `rexpy run`; the default's reason stands beside it."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one run. Sizes are bytes, times seconds.

    Raises ValueError for a number that is not positive, or of another type.
    """

    wall_s: float = 60.0
    """From the script's start to its end. A script that administers a host is done in a minute, or is stuck."""
    cpu_s: int = 30
    """Processor time of the worker, counted by the kernel in whole seconds; its start costs about 0.1 s of it."""
    memory_bytes: int = 256 * 1024 * 1024
    """Address space that the script may add to what the sealed worker has mapped."""
    output_bytes: int = 1024 * 1024
    """Standard output and error that are kept and passed on; what is beyond is cut, with a marker."""
    calls: int = 100_000
    """Operations asked, allowed or not."""
    handles: int = 64
    """Files and directories open at once."""
    written_bytes: int = 1024 * 1024 * 1024
    """Bytes written to files, copies included."""
    script_bytes: int = 1024 * 1024
    """The source. CPython's parser needs up to a few hundred times that in memory."""
    stdin_bytes: int = 64 * 1024 * 1024
    """Standard input passed on to the script: a quarter of its memory, for most scripts read all of it at once."""
    result_bytes: int = 1024 * 1024
    """The value and the error that the worker reports, as JSON."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            wanted = (int, float) if field.name == "wall_s" else (int,)
            if type(value) not in wanted or not 0 < value < 1 << 53:
                raise ValueError(f"Limits.{field.name} must be a positive number, not {value!r}")
