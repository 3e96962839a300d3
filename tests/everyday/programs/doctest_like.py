def add(a, b):
    """
    >>> add(1, 2)
    3
    """
    return a + b
if __name__ == "__main__":
    print(add(1, 2), add.__doc__.strip().splitlines()[0], add.__annotations__ if hasattr(add, "__annotations__") else None)
