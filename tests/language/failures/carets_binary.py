def area(width, height):
    return width * 2 + height


print("before")
area(1, None)
