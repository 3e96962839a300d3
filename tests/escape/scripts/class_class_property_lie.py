class Lie:
    @property
    def __class__(self):
        return int
    def __init__(self):
        self._x = lambda: 0
Lie()._x
def f():
    pass
print("PWNED", Lie()._x.__globals__)
