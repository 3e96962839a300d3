# Called by its class, a constructor sets its attributes on whatever it is given: a function or class of the library.
import concurrent.futures
import json
import queue
import threading


class Fake:
    pass


def lure():
    pass


for way in (
    lambda: threading.Thread.__init__(json.dumps, target=lure),
    lambda: threading.Timer.__init__(json.dumps, 1, lure),
    lambda: threading.Condition.__init__(json.dumps, threading.Lock()),
    lambda: threading.Semaphore.__init__(json.dumps),
    lambda: threading.Event.__init__(json.dumps),
    lambda: threading.Barrier.__init__(json.dumps, 1),
    lambda: queue.Queue.__init__(json.dumps),
    lambda: queue.PriorityQueue.__init__(json.dumps),
    lambda: concurrent.futures.Future.__init__(json.dumps),
    lambda: concurrent.futures.ThreadPoolExecutor.__init__(json.dumps),
):
    try:
        way()
    except Exception:
        pass
for name in ("_target", "interval", "acquire", "_value", "_flag", "_parties", "maxsize", "_state", "_waiters", "_work_queue"):
    try:
        if hasattr(json.dumps, name) or name in vars(json.dumps):
            print("PWNED", name)
    except TypeError:
        pass
try:
    threading.Thread.name.fset(json.dumps, "lure")
    print("PWNED", threading.Thread.name.fget(json.dumps))
except (AttributeError, TypeError):
    pass
