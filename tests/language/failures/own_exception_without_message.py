class Stop(Exception):
    pass


class Outer:
    class Inner(Exception):
        pass


def f():
    class Local(Outer.Inner):
        pass

    try:
        raise Stop
    except Stop:
        raise Local("qualified")


f()
