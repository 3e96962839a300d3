from math import *
print(floor(2.5), pi > 3, sqrt(4))
