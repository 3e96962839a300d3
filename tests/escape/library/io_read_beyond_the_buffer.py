import sys

Raw = type(sys.stdin.buffer.raw)


class Lying(Raw):
    def __init__(self):
        pass

    def readinto(self, buffer):
        return 1 << 12


lying = Lying.__new__(Lying)
text = super(Raw, lying).read(4)
if len(text) > 4:
    print("PWNED", len(text))
