def one():
    raise KeyError("one")


def two():
    try:
        one()
    except KeyError as error:
        raise ValueError("two") from error


try:
    two()
except ValueError:
    raise TypeError("three")
