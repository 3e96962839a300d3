import sys
import unittest

sys.argv[1:] = []
try:
    unittest.main(
        "os",
        testLoader=type(
            "Loader",
            (),
            {
                "loadTestsFromModule": lambda self, module: print("PWNED", module),
                "loadTestsFromNames": lambda self, names, module=None: print("PWNED", module),
                "testNamePatterns": None,
            },
        )(),
    )
except AttributeError:
    pass
