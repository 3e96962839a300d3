import asyncio

print("PWNED", asyncio.events.os.getcwd)
