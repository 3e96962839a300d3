# A class of the script's calls itself by the name of a class whose every attribute is open.
# needs: leaky, argparse
import argparse
from leaky import Holder
class N(Holder):
    __module__ = "argparse"
    __qualname__ = "Namespace"
n = N()
print("PWNED", n._os)
