class Rejected(ValueError):
    pass


def check(value):
    if value % 5 == 0:
        raise Rejected("multiple of five: " + str(value))
    return value


def kernel(n):
    """Raise and catch errors, one in five calls."""
    good = bad = 0
    for i in range(n):
        try:
            good += check(i)
        except Rejected as error:
            bad += len(str(error))
        finally:
            good -= 1
    return good + bad
