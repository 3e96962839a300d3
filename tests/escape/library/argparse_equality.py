# Namespace.__eq__ compares the variables of any object with those of a namespace, one by one: here of a class.
import argparse

got = []


class Trap:
    def __eq__(self, other):
        got.append(other)
        return True

    __hash__ = None


other = argparse.Namespace()
vars(other).update({name: Trap() for name in dir(object)})
for one, two in ((object, other), (other, object)):
    try:
        argparse.Namespace.__eq__(one, two)
    except Exception:
        pass
if got:
    print("PWNED", got)
