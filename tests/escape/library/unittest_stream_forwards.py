import json
import unittest

try:
    json.missing
except AttributeError as error:
    runner = unittest.TextTestRunner(stream=error)
    print("PWNED", runner.stream.obj.codecs)
