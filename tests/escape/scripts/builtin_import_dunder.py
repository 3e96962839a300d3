# needs: math
from math import __dict__ as d
print("PWNED", d)
