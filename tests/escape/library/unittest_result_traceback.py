import unittest


class Result(unittest.TestResult):
    def addError(self, test, err):
        if err[2] is not None:
            print("PWNED", err[2])


class Case(unittest.TestCase):
    def runTest(self):
        1 / 0


Case().run(Result())
