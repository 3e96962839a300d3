# unguarded: it attacks the guards themselves
# A helper module exports a name that no source could spell.
# needs: leaky_star
from leaky_star import *
def f():
    pass
x = "{0.__name__}".format
print(x(f))
