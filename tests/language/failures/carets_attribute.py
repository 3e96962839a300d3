class Node:
    def __init__(self):
        self.left = None


print(Node().left.value.deeper)
