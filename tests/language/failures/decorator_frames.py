def logged(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@logged
def work(a, b=2):
    return a[b]


work([1])
