"""Retry decorator with exponential backoff, jitter-free so output is stable."""
import functools
import itertools
import logging
import time
from typing import Callable, Type, TypeVar, ParamSpec, Tuple

P = ParamSpec("P")
R = TypeVar("R")
logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("retry")


class TransientError(RuntimeError):
    def __init__(self, msg, *, code=503):
        super().__init__(msg)
        self.code = code

    def __str__(self):
        return f"[{self.code}] {super().__str__()}"


def retry(exceptions: Tuple[Type[BaseException], ...] = (Exception,), tries: int = 4, delay: float = 0.0005, backoff: float = 2.0):
    def decorator(func: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(func)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            wait = delay
            for attempt in itertools.count(1):
                try:
                    return func(*args, **kwargs)
                except exceptions as e:
                    if attempt >= tries:
                        log.error("giving up on %s after %d tries", func.__name__, attempt)
                        raise
                    log.warning("%s failed (%s); retry %d in %.4fs", func.__name__, e, attempt, wait)
                    time.sleep(wait)
                    wait *= backoff
        inner.tries = tries
        return inner
    return decorator


calls = {"n": 0}


@retry((TransientError, ConnectionError), tries=3)
def flaky(limit):
    calls["n"] += 1
    if calls["n"] < limit:
        raise TransientError(f"call {calls['n']}")
    return "ok"


print(flaky(3), calls, flaky.tries, flaky.__name__)
calls["n"] = 0
try:
    flaky(10)
except TransientError as err:
    print("failed:", err, err.code, err.args)


@retry(tries=1)
def never():
    raise KeyError("boom")


try:
    never()
except KeyError as err:
    print(repr(err))
