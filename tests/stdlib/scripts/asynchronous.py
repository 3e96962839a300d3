import asyncio
import contextlib
import time
import types
import typing
import weakref


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def results():
    print(await asyncio.gather(work(1, 0.02), work(2, 0.01)))
    print(await asyncio.gather(work(1, 0), asyncio.sleep(0, "slept"), return_exceptions=True))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError as error:
        print("timeout", type(error).__name__)
    try:
        await asyncio.wait_for(work(1, 5), 0.01)
    except TimeoutError:
        print("waited long enough")
    for first in asyncio.as_completed([work("slow", 0.03), work("fast", 0.01)]):
        print(await first)
    done, pending = await asyncio.wait(
        [asyncio.create_task(work("a", 0)), asyncio.create_task(work("b", 5))], return_when=asyncio.FIRST_COMPLETED
    )
    print([task.result() for task in done], len(pending))
    for task in pending:
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled", task.cancelled())


async def group():
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(work("first", 0.01), name="one")
        second = tasks.create_task(work("second", 0))
    print(first.result(), second.result(), first.get_name())

    async def fail():
        raise ValueError("no")

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(fail())
            tasks.create_task(work("never", 5))
    except ExceptionGroup as errors:
        print(errors, [str(error) for error in errors.exceptions])


async def channels():
    queue = asyncio.Queue(2)

    async def produce():
        for number in range(5):
            await queue.put(number)
        await queue.put(None)

    producer = asyncio.create_task(produce())
    got = []
    while (number := await queue.get()) is not None:
        got.append(number)
        queue.task_done()
    await producer
    print(got, queue.qsize(), queue.empty())
    ranked = asyncio.PriorityQueue()
    for entry in (3, 1, 2):
        ranked.put_nowait(entry)
    print([ranked.get_nowait() for _ in range(3)])
    try:
        ranked.get_nowait()
    except asyncio.QueueEmpty as error:
        print(type(error).__name__)


async def locks():
    lock, event, order = asyncio.Lock(), asyncio.Event(), []

    async def worker(name):
        await event.wait()
        async with lock:
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    tasks = [asyncio.create_task(worker(name)) for name in "ab"]
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.005, event.set)
    await asyncio.gather(*tasks)
    print(order, lock.locked())
    limit, most, now = asyncio.Semaphore(2), 0, 0

    async def limited():
        nonlocal most, now
        async with limit:
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.001)
            now -= 1

    await asyncio.gather(*[limited() for _ in range(6)])
    print(most)
    condition = asyncio.Condition()

    async def waiting():
        async with condition:
            await condition.wait()
            return "told"

    task = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    async with condition:
        condition.notify_all()
    print(await task)


async def various():
    async def numbers():
        try:
            for number in range(10):
                yield number
        finally:
            print("generator closed")

    async for number in numbers():
        if number == 2:
            break
    print([n async for n in numbers() if n % 5 == 0])
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, "set")
    print(await future, future.done(), asyncio.isfuture(future), asyncio.iscoroutinefunction(various))
    task = asyncio.current_task()
    print(task in asyncio.all_tasks(), loop.is_running(), loop.time() > 0)
    try:
        await asyncio.shield(asyncio.wait_for(asyncio.sleep(1), 0))
    except TimeoutError:
        print("at once")
    errors = []
    loop.set_exception_handler(lambda _, context: errors.append(str(context["exception"])))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    print(errors)
    return "value"


for each in (results, group, channels, locks, various):
    print(each.__name__, asyncio.run(each()))
loop = asyncio.new_event_loop()
print(loop.run_until_complete(work("own loop", 0)), loop.is_closed())
loop.close()
try:
    loop.run_until_complete(asyncio.sleep(0))
except RuntimeError as error:
    print(error)
with asyncio.Runner() as runner:
    print(runner.run(work("runner", 0)))


async def exits():
    raise SystemExit(0)


try:
    asyncio.run(exits())
except SystemExit as error:
    print("exit", error.code)


def annotated(value: typing.Annotated[int, "of something"]) -> int:
    return value


async def stacked():
    async def leave(kind, error, _trace):
        print("left", kind and kind.__name__, error)
        return True

    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.sleep, 0)
        stack.callback(print, "callback")
        stack.push_async_exit(leave)
        stack.push(lambda kind, error, _trace: print("seen", error))
        print(await stack.enter_async_context(contextlib.aclosing(numbers())) is not None)
        raise KeyError(1)


async def numbers():
    yield 1


asyncio.run(stacked())
print(annotated(1), isinstance(annotated, types.FunctionType), time.get_clock_info("monotonic").monotonic)


class Thing:
    pass


thing = Thing()
weakref.finalize(thing, print, "finalized")
del thing
