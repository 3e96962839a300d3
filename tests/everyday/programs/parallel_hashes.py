"""Hash files in a thread pool, words in a process pool, results in order and as completed."""
import hashlib
import queue
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from pathlib import Path


def digest(path):
    return path.name, hashlib.sha1(path.read_bytes()).hexdigest()[:10]


def count(text):
    return Counter(text.lower().split())


class RateLimiter:
    def __init__(self, per_second):
        self._lock, self._sem = threading.RLock(), threading.BoundedSemaphore(2)
        self.granted = 0

    def __enter__(self):
        self._sem.acquire()
        with self._lock:
            self.granted += 1
        return self

    def __exit__(self, *exc):
        self._sem.release()


def main():
    files = sorted(p for p in Path("tree").rglob("*") if p.is_file() and not p.is_symlink())
    with ThreadPoolExecutor(max_workers=4, thread_name_prefix="hash") as pool:
        for name, h in pool.map(digest, files):
            print(name, h)
        futures = {pool.submit(digest, p): p for p in [*files, Path("nowhere")]}
        failed = []
        for fut in as_completed(futures):
            try:
                fut.result()
            except FileNotFoundError as e:
                failed.append((futures[fut].name, e.strerror))
        print(len(futures), failed)
    with ProcessPoolExecutor() as pool:
        print(sum(pool.map(count, Path("data/text.txt").read_text().splitlines()), Counter()).most_common(2))
    limiter, jobs, results = RateLimiter(2), queue.PriorityQueue(), []
    for n in (3, 1, 2):
        jobs.put((n, f"job{n}"))

    def drain():
        while True:
            try:
                _, name = jobs.get_nowait()
            except queue.Empty:
                return
            with limiter:
                results.append(name)
            jobs.task_done()

    workers = [threading.Thread(target=drain, name=f"w{i}") for i in range(2)]
    for w in workers:
        w.start()
    for w in workers:
        w.join(timeout=5)
    jobs.join()
    print(sorted(results), limiter.granted, [w.is_alive() for w in workers])


if __name__ == "__main__":
    main()
