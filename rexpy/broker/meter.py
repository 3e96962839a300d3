"""What a run has used of the budgets that the broker counts, and what it keeps of what the script says."""

import errno
from time import time

from hostapi.errors import LimitReached
from hostapi.grant import Deadline
from rexpy.broker.result import AlarmRecord, Denial, LogRecord, MetricRecord
from rexpy.wire.messages import Alarm, Log, Metric

MAX_DENIALS = 1000
MAX_DENIAL_TEXT = 4 << 20
"""Denials kept in a result, and the characters of their texts. Most have a few hundred; a path has up to 4096, and a
proposal names it again and again. A script that meets more has made its point."""

MAX_LOGS = 1000
MAX_LOG_BYTES = 2048
"""As in Rex: a thousand records of 2 KiB."""

MAX_METRICS = 1000
MAX_ALARMS = 100
"""Rex bounds neither; a metric is at most the 64 KiB of a header, an alarm's text is cut as a log record is."""


class Denials:
    """The denials of a run: counted, and the first of them kept."""

    __slots__ = ("_text", "count", "cut", "kept")

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[Denial] = []
        self.cut = False
        self._text = 0

    def add(self, denial: Denial) -> int:
        """Count a denial; return its number among those that are kept, -1 where it is not."""
        self.count += 1
        size = len(denial.resource) + len(denial.permit or "") + sum(map(len, denial.errors))
        if len(self.kept) >= MAX_DENIALS or self._text + size > MAX_DENIAL_TEXT:
            self.cut = True
            return -1
        self._text += size
        self.kept.append(denial)
        return len(self.kept) - 1


class WriteMeter:
    """Bytes written to files, against `limit`."""

    __slots__ = ("_limit", "deadline", "spent")

    def __init__(self, limit: int, deadline: Deadline) -> None:
        """Count to `limit`; a long copy stops at the `deadline`."""
        self._limit = limit
        self.deadline = deadline
        self.spent = 0

    def spend(self, count: int) -> None:
        """Take `count` bytes before they are written. Raises LimitReached; nothing is taken then.

        A negative count gives back what was taken and not written. Raises RunOver once the run is.
        """
        self.deadline.check()
        if self.spent + count > self._limit:
            raise LimitReached(
                errno.EDQUOT,
                f"the run may write {self._limit} bytes and has written {self.spent}",
                limit="written_bytes",
                value=self._limit,
            )
        self.spent += count


class OutputBuffer:
    """The script's output: kept and passed on up to a limit, counted beyond it."""

    __slots__ = ("_kept", "_limit", "_parts", "truncated")

    MARKER = "\n[output cut here: the limit of {limit} bytes is reached; the script goes on]\n"

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = 0
        self._parts: dict[int, list[str]] = {1: [], 2: []}
        self.truncated = False

    def add(self, stream: int, data: bytes) -> str:
        """Keep a piece of output and return what of it is to be shown; the marker comes once, on the stream that
        overflowed.
        """
        # Threat: pieces of nothing would never reach the limit, and a list of them grows for ever.
        if self.truncated or not data:
            return ""
        room = self._limit - self._kept
        cut = len(data) > room
        # The worker sends whole characters; what a hostile one sends instead shows as replacement characters.
        text = data[:room].decode("utf-8", "ignore" if cut else "replace")
        self._kept += min(len(data), room)
        if cut:
            self.truncated = True
            text += self.MARKER.format(limit=self._limit)
        self._parts[stream].append(text)
        return text

    def text(self, stream: int) -> str:
        """Return everything kept of a stream."""
        return "".join(self._parts[stream])

    @property
    def kept(self) -> int:
        """Bytes kept of both streams."""
        return self._kept


class Published:
    """Log records, metrics and alarms of the script, in order, each kind up to its number."""

    __slots__ = ("alarms", "cut", "logs", "metrics")

    def __init__(self) -> None:
        self.logs: list[LogRecord] = []
        self.metrics: list[MetricRecord] = []
        self.alarms: list[AlarmRecord] = []
        self.cut = False

    def log(self, log: Log) -> None:
        """Keep a record of the script's logging."""
        if len(self.logs) < MAX_LOGS:
            self.logs.append(LogRecord(log.level, _text(log.text), log.line))
        else:
            self.cut = True

    def metric(self, metric: Metric) -> None:
        """Keep a measurement."""
        if len(self.metrics) < MAX_METRICS:
            line, name, value, unit, dimensions = metric
            self.metrics.append(MetricRecord(name, value, unit, dimensions, time(), line))
        else:
            self.cut = True

    def alarm(self, alarm: Alarm) -> None:
        """Keep an alarm."""
        if len(self.alarms) < MAX_ALARMS:
            self.alarms.append(AlarmRecord(alarm.kind, _text(alarm.text), time(), alarm.line))
        else:
            self.cut = True


def _text(data: bytes) -> str:
    # A cut may fall inside a character; the worker itself sends whole ones.
    return data[:MAX_LOG_BYTES].decode("utf-8", "ignore" if len(data) > MAX_LOG_BYTES else "replace")
