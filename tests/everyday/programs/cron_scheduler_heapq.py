"""Discrete-event scheduler over heapq with recurring jobs and a fake clock."""
import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Callable


@dataclass(order=True)
class Job:
    at: datetime
    priority: int
    seq: int
    name: str = field(compare=False)
    fn: Callable[..., Any] = field(compare=False, repr=False)
    every: timedelta | None = field(default=None, compare=False)
    runs: int = field(default=0, compare=False, init=False)


class Scheduler:
    def __init__(self, start: datetime):
        self.now, self._q, self._seq, self.log = start, [], count(), []

    def add(self, delay, name, fn, *, priority=5, every=None):
        job = Job(self.now + timedelta(seconds=delay), priority, next(self._seq), name, fn, every and timedelta(seconds=every))
        heapq.heappush(self._q, job)
        return job

    def cancel(self, name):
        before = len(self._q)
        self._q = [j for j in self._q if j.name != name]
        heapq.heapify(self._q)
        return before - len(self._q)

    def run(self, until: datetime):
        while self._q and self._q[0].at <= until:
            job = heapq.heappop(self._q)
            self.now = job.at
            job.runs += 1
            try:
                result = job.fn(self, job)
            except Exception as exc:
                result = f"{type(exc).__name__}: {exc}"
            self.log.append((job.at.strftime("%H:%M:%S"), job.name, result))
            if job.every and result is not StopIteration:
                job.at += job.every
                job.seq = next(self._seq)
                heapq.heappush(self._q, job)
        self.now = until


s = Scheduler(datetime(2026, 1, 1, 12))
s.add(5, "tick", lambda sch, job: job.runs, every=10)
s.add(7, "once", lambda sch, job: sch.add(1, "child", lambda *_: "born").name)
s.add(15, "bad", lambda *_: 1 / 0)
s.add(15, "urgent", lambda *_: "first", priority=1)
s.add(25, "stopper", lambda sch, job: sch.cancel("tick"))
s.run(datetime(2026, 1, 1, 12, 1))
for row in s.log:
    print("{} {:<8} {}".format(*row))
print(s.now.isoformat(), len(s._q))
print(heapq.nsmallest(2, [Job(s.now, 2, 1, "b", print), Job(s.now, 1, 9, "a", print)]))
