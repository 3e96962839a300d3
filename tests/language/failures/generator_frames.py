def numbers():
    yield 1
    yield 1 / 0


def outer():
    yield from numbers()


for value in outer():
    print(value)
