"""What an operation may raise besides OSError. Each carries fields; none is told apart by its text."""


class GrantError(RuntimeError):
    """An operation used a grant for what it does not cover: a bug in hostapi, never the script's doing."""


class PathRefused(OSError):
    """A path that is not canonical text, or too long or too deep: refused before Cedar and the system see it."""


class LimitReached(OSError):
    """A limit of the run stopped the operation; `limit` is its name, `value` what it was set to."""

    def __init__(self, errno: int, text: str, *, limit: str, value: int) -> None:
        super().__init__(errno, text)
        self.limit = limit
        self.value = value


class EndsRun(Exception):
    """The run cannot go on: a limit that ends it, or a check of rexpy's own that failed."""


class RunOver(EndsRun):
    """The run's time is over, and an operation that was still at it has stopped."""
