import unittest

try:
    unittest.TestLoader().loadTestsFromName("sys._getframe")
except TypeError as error:
    if "frame" in str(error) and "returned" in str(error):
        print("PWNED", error)
