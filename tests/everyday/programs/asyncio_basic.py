import asyncio
async def worker(name, delay):
    await asyncio.sleep(delay)
    return f"{name} done"
async def main():
    results = await asyncio.gather(worker("a", 0.02), worker("b", 0.01))
    print(results)
    try:
        await asyncio.wait_for(worker("slow", 5), timeout=0.01)
    except asyncio.TimeoutError:
        print("timeout")
    q = asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i)
        await q.put(None)
    async def cons():
        while (x := await q.get()) is not None: print("got", x)
    await asyncio.gather(prod(), cons())
asyncio.run(main())
