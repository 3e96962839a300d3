import math
import os.path as p
import collections.abc
import xml.etree.ElementTree as ET
from json import dumps as d, loads
from collections import (OrderedDict, deque)
def f():
    import string
    return string.digits
print(math.pi, p.join("a", "b"), d([1]), loads("[2]"), f(), collections.abc.Mapping.__name__, ET.fromstring("<a/>").tag)
try:
    from math import nothing_there
except ImportError as e:
    print(type(e).__name__)
if True:
    import base64
else:
    import nope
print(base64.b64encode(b"x"))
try:
    import tomllib
except ImportError:
    tomllib = None
print(tomllib is not None)
