# An executor runs while the loop does.
import asyncio

told = []


def watch():
    for _ in range(3_000_000):
        if told:
            print("PWNED")
            return


async def main():
    watching = asyncio.get_running_loop().run_in_executor(None, watch)
    await asyncio.sleep(0.01)
    told.append(1)
    await watching


asyncio.run(main())
