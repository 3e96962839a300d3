# Two threads at once corrupt what only one may use: the wire to the broker, the library's own state.
import concurrent.futures
import threading

started, told = [], []


def watch():
    started.append(1)
    for _ in range(3_000_000):
        if told:
            print("PWNED")
            return


def tell():
    for _ in range(3_000_000):
        if started:
            told.append(1)
            return


thread = threading.Thread(target=watch)
thread.start()
tell()
thread.join()
started.clear()
told.clear()
with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(watch)
    tell()
