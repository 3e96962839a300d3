"""An asyncio pipeline: producers, workers with a bounded queue, a collector, timeouts and cancellation."""
import asyncio
import contextlib
import json
import random
from collections import Counter
from typing import AsyncIterator


async def read_events(path: str) -> AsyncIterator[dict]:
    text = await asyncio.to_thread(lambda: open(path).read())
    for n, line in enumerate(text.splitlines(), 1):
        await asyncio.sleep(0)
        try:
            yield json.loads(line)
        except json.JSONDecodeError as e:
            yield {"error": f"line {n}: {e.msg}"}


async def producer(q: asyncio.Queue, path: str):
    async for event in read_events(path):
        await q.put(event)
    await q.put(None)


async def worker(name: str, q: asyncio.Queue, out: list, sem: asyncio.Semaphore):
    while (item := await q.get()) is not None:
        async with sem:
            await asyncio.sleep(0.001)
            out.append({**item, "by": name})
        q.task_done()
    await q.put(None)


@contextlib.asynccontextmanager
async def timed(label, log):
    log.append(f"begin {label}")
    try:
        yield label
    finally:
        log.append(f"end {label}")


async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("slow was cancelled")
        raise


async def failing(n):
    await asyncio.sleep(0)
    raise ValueError(f"task {n}")


async def main():
    q, out, log = asyncio.Queue(maxsize=2), [], []
    async with timed("pipeline", log):
        await asyncio.gather(producer(q, "data/events.jsonl"), *(worker(f"w{i}", q, out, asyncio.Semaphore(1)) for i in range(2)))
    print(len(out), Counter(e.get("k", "error") for e in out), log)
    try:
        await asyncio.wait_for(slow(), timeout=0.01)
    except asyncio.TimeoutError:
        print("timeout")
    results = await asyncio.gather(*(failing(i) for i in range(2)), asyncio.sleep(0, "fine"), return_exceptions=True)
    print([str(r) for r in results])
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(1), name="one")
            tg.create_task(slow())
            await asyncio.sleep(0.05)
    except ExceptionGroup as eg:
        print(eg.message, [repr(e) for e in eg.exceptions])
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.001, 5)], return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    for t in pending:
        t.cancel()
    order = []
    for coro in asyncio.as_completed([asyncio.sleep(0.01, "b"), asyncio.sleep(0.001, "a")]):
        order.append(await coro)
    print(order)
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0.001, event.set)
    await event.wait()
    lock = asyncio.Lock()
    async with lock:
        print("locked", lock.locked())
    return sum([x async for x in agen(5)])


async def agen(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


print(asyncio.run(main()))
