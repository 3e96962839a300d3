# needs: leaky
from leaky import fail
Alias = type(list[int])
try:
    fail()
except AttributeError as e:
    print("PWNED", Alias(AttributeError, ()).obj.__get__(e))
