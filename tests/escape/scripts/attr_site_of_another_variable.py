# What was found good for a loop's variable is used for another object of the same name.
# needs: leaky
import leaky


class Own:
    def __init__(self):
        self._module = 1


def walk(things):
    for thing in things:
        thing.public = thing._module
        found = [thing._module for thing in (leaky.Holder(), leaky.Holder())]
        for thing in found:
            thing.path = 1
        print("PWNED", found)
    for thing in things:
        thing.public = 1
        thing._module
        later = lambda thing: thing._module
        print("PWNED", later(leaky.Holder()))


for things in ([Own(), Own()], [Own(), leaky.Holder()], [leaky.Holder(), Own()]):
    try:
        walk(things)
    except Exception:
        pass
