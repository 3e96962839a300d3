threshold = 5
del_me = 1


def f():
    return tresholt


f()
