import functools
import logging
import sys
import time

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)-8s %(name)s %(message)s")
log = logging.getLogger("retry")

def retry(times=3, delay=0, exceptions=(Exception,)):
    def decorator(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            last = None
            for attempt in range(1, times + 1):
                try:
                    return fn(*args, **kwargs)
                except exceptions as exc:
                    last = exc
                    log.warning("attempt %d/%d of %s failed: %s", attempt, times, fn.__name__, exc)
                    time.sleep(delay)
            raise last
        return wrapper
    return decorator

calls = 0

@retry(times=3, exceptions=(OSError,))
def flaky(x):
    """Doc of flaky."""
    global calls
    calls += 1
    if calls < 3:
        raise OSError(f"boom {calls}")
    return x * 2

print(flaky(21), flaky.__name__, flaky.__doc__)
try:
    retry(2)(lambda: 1 / 0)()
except ZeroDivisionError:
    log.exception("gave up")
