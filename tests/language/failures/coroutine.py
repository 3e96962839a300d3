async def inner():
    return {}["key"]


async def outer():
    return await inner()


try:
    outer().send(None)
except KeyError as error:
    raise LookupError("awaited") from error
