import asyncio


async def main():
    print(f"PWNED {asyncio.get_running_loop()._ready}")


asyncio.run(main())
