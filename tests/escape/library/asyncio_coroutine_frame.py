import asyncio


async def main():
    coroutine = asyncio.current_task().get_coro()
    print("PWNED", getattr(coroutine, "cr_" + "frame"))


asyncio.run(main())
