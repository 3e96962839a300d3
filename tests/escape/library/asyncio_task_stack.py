import asyncio


async def work():
    await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    for frame in task.get_stack():
        print("PWNED", frame)


asyncio.run(main())
