import timeit


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__

    def __call__(self):
        return None


timeit.timeit(Text("print('PWNED')"), number=1)
