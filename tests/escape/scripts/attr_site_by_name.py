# The hidden variables that remember what was found good are read and written by name.
# needs: leaky
import leaky


class Own:
    pass


def write(thing):
    thing.public = []


write(Own())
write(Own())
for number in range(5):
    name = "guard class %d" % number
    for setter in (lambda: setattr(Own, name, leaky.Holder), lambda: Own.__dict__[name], lambda: write.__globals__):
        try:
            setter()
        except Exception:
            pass
write(leaky.Holder)
if leaky.Holder.public != "unchanged":
    print("PWNED")
