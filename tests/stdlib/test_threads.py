"""Threads that run one after another: what that does not serve ends in an error, never in a wait without end."""

from pathlib import Path

import pytest

import rexpy
from tests.stdlib.running import printed, run

STUCK = {
    "main waits for nobody": "import queue\nqueue.Queue().get()",
    "a lock that is held": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "an event that nobody sets": "import threading\nthreading.Event().wait()",
    "a simple queue": "import queue\nqueue.SimpleQueue().get()",
    "a barrier for two": "import threading\nthreading.Barrier(2).wait()",
    "a condition": "import threading\nc = threading.Condition()\nwith c:\n    c.wait()",
    "a semaphore": "import threading\nthreading.Semaphore(0).acquire()",
    "a future of nobody's": "import concurrent.futures\nconcurrent.futures.Future().result()",
    "futures of nobody's": "import concurrent.futures\nlist(concurrent.futures.as_completed([concurrent.futures.Future()]))",
}


@pytest.mark.parametrize("name", STUCK)
def test_a_wait_without_end_is_an_error(name: str, tmp_path: Path) -> None:
    result = run(STUCK[name], tmp_path, limits=rexpy.Limits(wall_s=30))
    assert result.error is not None
    assert "RuntimeError" in (result.error.traceback or "")
    assert "would wait for ever" in result.error.message


def test_a_bounded_queue_says_so_in_the_thread(tmp_path: Path) -> None:
    source = """
import queue, threading
q = queue.Queue(maxsize=1)
def consume():
    for _ in range(3):
        print(q.get())
threading.Thread(target=consume).start()
for number in range(3):
    q.put(number)
"""
    result = run(source, tmp_path, limits=rexpy.Limits(wall_s=30))
    assert "would wait for ever" in result.stderr


def test_a_daemon_that_was_let_go_is_not_taken_for_one_that_ended(tmp_path: Path) -> None:
    source = """
import queue, threading, time
done, found = queue.Queue(), []
def work():
    done.put(1)
    time.sleep(0.01)
    found.append(1)
thread = threading.Thread(target=work, daemon=True)
thread.start()
done.get()
for ask in (thread.join, thread.is_alive):
    try:
        ask()
        print(found)
    except RuntimeError as error:
        print(error)
"""
    lines = printed(source, tmp_path).splitlines()
    assert len(lines) == 2
    assert all("let go half-way" in line for line in lines)


def test_a_limit_met_in_a_thread_ends_the_run(tmp_path: Path) -> None:
    source = """
import os, threading
def work():
    while True:
        os.path.exists("x")
thread = threading.Thread(target=work)
thread.start()
thread.join()
print("went on")
"""
    result = run(source, tmp_path, limits=rexpy.Limits(calls=50))
    assert "went on" not in result.stdout
    assert result.exit_code == 1
    assert result.error is not None
    assert "operations" in result.error.message, result.error


def test_a_denial_in_a_thread_is_recorded(tmp_path: Path) -> None:
    source = """
import concurrent.futures, threading
thread = threading.Thread(target=open, args=("/etc/passwd",))
thread.start()
thread.join()
with concurrent.futures.ThreadPoolExecutor() as pool:
    print(type(pool.submit(open, "/etc/passwd").exception()).__name__)
"""
    result = run(source, tmp_path, policy="")
    assert result.exit_code == 0, result.error
    assert len(result.denials) == 2
    assert "Exception in thread Thread-1 (open):" in result.stderr
    assert result.stdout == "PermissionError\n"


def test_threads_that_nobody_waits_for_run_at_the_end(tmp_path: Path) -> None:
    source = """
import atexit, threading
from concurrent.futures import ThreadPoolExecutor
atexit.register(print, "last")
threading.Thread(target=print, args=("thread",)).start()
threading.Thread(target=print, args=("daemon",), daemon=True).start()
ThreadPoolExecutor().submit(print, "task")
threading.Timer(0.01, print, ("timer",)).start()
print("first")
"""
    assert printed(source, tmp_path).splitlines() == ["first", "thread", "task", "timer", "last"]


def test_processes_get_copies(tmp_path: Path) -> None:
    source = """
from concurrent.futures import ProcessPoolExecutor
def change(items):
    items.append(1)
    return items
mine = []
with ProcessPoolExecutor() as pool:
    theirs = pool.submit(change, mine).result()
print(mine, theirs, list(pool.map(len, [])) if False else "")
"""
    assert printed(source, tmp_path) == "[] [1] \n"


def test_a_pool_runs_each_task_when_it_is_asked_for(tmp_path: Path) -> None:
    source = """
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait
def work(number):
    print("run", number)
    return number
pool = ThreadPoolExecutor()
tasks = [pool.submit(work, number) for number in range(4)]
print("submitted")
print(tasks[2].result())
print(tasks[3].cancel(), tasks[3].cancelled(), tasks[2].cancel())
for task in as_completed(tasks[:2]):
    print("got", task.result())
done, rest = wait([pool.submit(work, 7), pool.submit(work, 8)], return_when=FIRST_COMPLETED)
print(len(done), len(rest))
pool.shutdown(cancel_futures=True)
"""
    lines = printed(source, tmp_path).splitlines()
    assert lines == [
        "submitted", "run 2", "2", "True True False", "run 0", "got 0", "run 1", "got 1", "run 7", "1 1",
    ]  # fmt: skip
