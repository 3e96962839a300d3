import unittest


class Result(unittest.TestResult):
    def addError(self, test, err):
        if err[2] is not None:
            print("PWNED", err[2])


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        1 / 0

    def test(self):
        pass


unittest.TestSuite([Case("test")]).run(Result())
