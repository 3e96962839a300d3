import unittest

try:
    unittest.TestLoader().loadTestsFromName("__subclasses__", object)
except TypeError as error:
    if "returned [" in str(error):
        print("PWNED", str(error)[:80])
