import asyncio
import signal


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)
    print("PWNED")


asyncio.run(main())
