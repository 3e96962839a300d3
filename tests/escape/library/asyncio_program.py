import asyncio


async def main():
    process = await asyncio.create_subprocess_shell("exit 7")
    print("PWNED", await process.wait())


asyncio.run(main())
