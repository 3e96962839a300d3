import asyncio


async def main():
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    print("PWNED", server)
    server.close()


asyncio.run(main())
