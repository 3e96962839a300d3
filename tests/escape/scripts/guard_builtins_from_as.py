# needs: math
from math import pi as __builtins__
print("PWNED")
