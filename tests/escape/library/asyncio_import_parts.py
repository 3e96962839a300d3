from asyncio import events

print("PWNED", events.sys)
