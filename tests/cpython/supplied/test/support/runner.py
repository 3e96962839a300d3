"""Runs tests and says of each, on a line of its own, how it ended."""

import unittest

from test import support


class Outcome(unittest.TestResult):
    """Prints ending, name and reason, separated by tabs."""

    def startTest(self, test):
        super().startTest(test)
        support.running = True
        self.ending = ("ok", "")

    def stopTest(self, test):
        support.running = False
        super().stopTest(test)
        self.show(test, *self.ending)

    def show(self, test, word, text):
        name = test.id().removeprefix("test.")
        print(word, name, " ".join(text.split())[:300], sep="\t", flush=True)

    def failed(self, test, error):
        text = f"{error[0].__name__}: {error[1]}"
        if text.startswith("TypeError: cannot patch "):
            self.addSkip(test, f"patches the library: {text}")
        elif isinstance(test, unittest.TestCase) and hasattr(self, "ending"):
            self.ending = ("fail", text)
        else:
            self.show(test, "fail", text)

    def addError(self, test, error):
        self.failed(test, error)

    def addFailure(self, test, error):
        self.failed(test, error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.failed(test, error)

    def addUnexpectedSuccess(self, test):
        self.ending = ("fail", "succeeded where it is expected to fail")

    def addExpectedFailure(self, test, error):
        self.ending = ("ok", "")

    def addSkip(self, test, reason):
        self.ending = ("skip", reason)
        if not support.running:
            self.show(test, "skip", reason)


def run(modules):
    """Run the tests of *modules*, one module after the other."""
    outcome = Outcome()
    for module in modules:
        # Loaders look these up in sys.modules, where a script's modules are not.
        for name in ("load_tests", "setUpModule", "tearDownModule"):
            if hasattr(module, name):
                if name == "setUpModule":
                    module.setUpModule()
                delattr(module, name)
        unittest.defaultTestLoader.loadTestsFromModule(module).run(outcome)
