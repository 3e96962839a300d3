class Body:
    def __init__(self, x, y, speed):
        self.x = x
        self.y = y
        self.speed = speed
        self.hits = 0


def kernel(n):
    """Move objects: read and set public attributes, also in place."""
    bodies = [Body(i, i * 2, i % 5 + 1) for i in range(50)]
    for _step in range(n // 50):
        for body in bodies:
            body.x += body.speed
            body.y = body.y - body.speed
            if body.x > 200:
                body.x = 0
                body.hits += 1
    return sum(body.hits + body.x + body.y for body in bodies)
