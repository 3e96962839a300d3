"""async def, await, async for, async with, async comprehensions and generators, driven by hand."""


class Ready:
    def __init__(self, value):
        self._value = value

    def __await__(self):
        got = yield ("wait", self._value)
        return got if got is not None else self._value


class Ticker:
    def __init__(self, stop):
        self.now, self._stop = 0, stop

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.now >= self._stop:
            raise StopAsyncIteration
        self.now += 1
        return await Ready(self.now)


class Guard:
    def __init__(self, log, swallow=False):
        self._log, self._swallow = log, swallow

    async def __aenter__(self):
        self._log.append("enter")
        return await Ready("entered")

    async def __aexit__(self, kind, error, _):
        self._log.append(kind.__name__ if kind else None)
        await Ready("leaving")
        return self._swallow


async def numbers(n):
    try:
        for i in range(n):
            await Ready(i)
            yield i
    finally:
        log.append("numbers closed")


log = []


async def main():
    total = 0
    async for tick in Ticker(3):
        if tick == 2:
            continue
        total += tick
    else:
        log.append("else")
    async with Guard(log) as entered, Guard(log, swallow=True):
        log.append(entered)
        raise ValueError("swallowed")
    squares = [n * n async for n in numbers(3) if n]
    table = {n: await Ready(n) async for n in numbers(2)}
    waited = [await Ready(n) for n in range(2)]
    lazy = (n async for n in numbers(2))
    first = await anext(lazy)
    await lazy.aclose()
    last = await anext(aiter(Ticker(0)), "default")
    try:
        async with Guard(log):
            raise KeyError("out")
    except KeyError as error:
        log.append(error.args)
    return total, squares, table, waited, first, last


def drive(coroutine, answers=()):
    answers, sent, steps = list(answers), None, 0
    try:
        while True:
            coroutine.send(sent)
            steps += 1
            sent = answers.pop(0) if answers else None
    except StopIteration as stop:
        return stop.value, steps


print(drive(main()))
print(log)
print(drive(Ready("x").__await__() if False else (lambda: (yield from Ready(5).__await__()))(), [9]))


async def failing():
    await Ready(1)
    raise LookupError("async")


try:
    drive(failing())
except LookupError as error:
    print(error)
coroutine = failing()
coroutine.send(None)
try:
    coroutine.throw(TypeError("thrown in"))
except TypeError as error:
    print(error)
coroutine = failing()
coroutine.close()
try:
    coroutine.send(None)
except RuntimeError as error:
    print(error)


class Service:
    @classmethod
    async def make(cls, value):
        self = cls()
        self._value = await Ready(value)
        return self

    @property
    def value(self):
        return self._value

    async def __call__(self):
        return [self._value async for _ in numbers(1)]


async def use():
    service = await Service.make(7)
    service._value += 1
    return service.value, await service(), await (lambda: Ready(3))()


print(drive(use()))
