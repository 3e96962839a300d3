class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


match Point(1, 0):
    case Point(x, y) if x / y:
        print("no")
