import io

kept = []


class Raw(io.IOBase):
    def readable(self):
        return True

    def seekable(self):
        return False

    def readinto(self, view):
        kept.append(view)
        return 0


class Mine(io.BufferedReader):
    def __init__(self, raw):
        super(base, self).__init__(raw)


# The worker's own class stands before the interpreter's; in CPython there is but one.
for base in (io.BufferedReader, Mine):
    try:
        Mine(Raw()).read(4)
    except TypeError:
        continue
if type(kept[0]) is memoryview:
    print("PWNED", kept)
