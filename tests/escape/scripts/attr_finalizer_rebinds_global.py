# A finalizer, run by the collector between a check on a variable and its use, rebinds the variable.
# needs: leaky
import leaky


class Own:
    pass


class Trap:
    def __init__(self):
        self.me = self

    def __del__(self):
        global target
        target = leaky.Holder


def write():
    target.public = Trap(), {1}, {2}, {3}, {4}


for _ in range(3000):
    target = None
    target = Own()
    try:
        write()
        target.public = Trap(), {1}, {2}, {3}, {4}
    except Exception:
        pass
    if leaky.Holder.public != "unchanged":
        print("PWNED")
        break
