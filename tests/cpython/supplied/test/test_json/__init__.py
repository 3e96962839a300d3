"""What CPython's tests of json take from their package: the one form of json that a script has."""

import json
import unittest


class CTest(unittest.TestCase):
    json = json
    loads = staticmethod(json.loads)
    dumps = staticmethod(json.dumps)
    JSONDecodeError = json.JSONDecodeError


@unittest.skip("tests json without its C part, which scripts cannot import")
class PyTest(unittest.TestCase):
    json = json
    loads = staticmethod(json.loads)
    dumps = staticmethod(json.dumps)
    JSONDecodeError = json.JSONDecodeError
