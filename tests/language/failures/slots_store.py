class Point:
    __slots__ = ("x",)


def move(point):
    for point in [point]:
        point.x = 1
        point.y = 2


move(Point())
