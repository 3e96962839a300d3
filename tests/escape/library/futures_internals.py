# Futures and executors lead to the modules and threads that they stand on.
import concurrent.futures

with concurrent.futures.ThreadPoolExecutor() as pool:
    task = pool.submit(len, "")
    for way in (
        lambda: concurrent.futures.thread,
        lambda: concurrent.futures.process,
        lambda: concurrent.futures._base,
        lambda: pool._work_queue,
        lambda: task._condition,
        lambda: concurrent.futures._base.LOGGER,
    ):
        try:
            print("PWNED", way())
        except AttributeError:
            pass
