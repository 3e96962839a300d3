# needs: math
import math as __builtins__
print("PWNED")
