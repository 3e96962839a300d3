# As with a global, but the variable is one of a function that an inner one rebinds.
# needs: leaky
import leaky


class Own:
    pass


def run():
    target = Own()

    class Trap:
        def __init__(self):
            self.me = self

        def __del__(self):
            nonlocal target
            target = leaky.Holder

    for _ in range(3000):
        target = None
        target = Own()
        try:
            target.public = Trap(), {1}, {2}, {3}, {4}
            target.public = Trap(), {1}, {2}, {3}, {4}
        except Exception:
            pass
        if leaky.Holder.public != "unchanged":
            print("PWNED")
            break


run()
