# unguarded: a syntax error in CPython too
class C:
    from math import *
print("PWNED")
