import asyncio

asyncio.run(asyncio.to_thread(print, "PWNED"))
