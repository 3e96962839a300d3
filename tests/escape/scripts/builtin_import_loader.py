# needs: math
from math import __loader__ as l
print("PWNED", l)
