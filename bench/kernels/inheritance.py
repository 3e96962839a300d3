import abc


class Shape(abc.ABC):
    def __init__(self, name):
        self.name = name

    @abc.abstractmethod
    def area(self):
        """Return the area."""

    def describe(self):
        return len(self.name)


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side * self.side

    def describe(self):
        return super().describe() + 1

    @property
    def diagonal(self):
        return self.side * 2


class Tall(Square):
    def area(self):
        return super().area() * 2


def kernel(n):
    """Make objects of classes that inherit, call `super()` and read properties."""
    total = 0
    for i in range(n // 4):
        for cls in (Square, Tall):
            shape = cls(i % 10)
            total += shape.area() + shape.describe() + shape.diagonal
    return total
