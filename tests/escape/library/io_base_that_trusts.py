import io

Real = getattr(io.RawIOBase, "real", io.RawIOBase)


class Lying(Real):
    def readable(self):
        return True

    def readinto(self, buffer):
        return 1 << 20 if False else len(buffer)


if type(Lying().read(4)) is bytes:
    print("PWNED", Real)
