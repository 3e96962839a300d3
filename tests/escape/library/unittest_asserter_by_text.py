import unittest


class Case(unittest.TestCase):
    def runTest(self):
        self.addTypeEqualityFunc(int, "__reduce_ex__")
        print("PWNED", self._getAssertEqualityFunc(1, 1)(2))


Case().run()
