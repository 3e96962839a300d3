"""A collection in the middle of a question, at every place in it, runs finalizers that ask as well."""

import gc
import os

removed = []


class Holder:
    """In a cycle, so that only a collection ends it."""

    def __init__(self, name):
        self.me = self
        self.name = name
        with open(name, "w") as file:
            file.write(name)

    def __del__(self):
        os.remove(self.name)
        removed.append(os.path.exists(self.name))


def ask():
    return len(os.listdir(".")), os.path.exists("nothing"), os.stat(".").st_size > 0


gc.collect()
asked = 0
for allocations in range(1, 120):
    gc.disable()
    Holder(f"held{allocations}")
    loop = [Holder(f"other{allocations}")]
    loop.append(loop)
    del loop
    gc.set_threshold(allocations, 1, 1)
    gc.enable()
    for _ in range(20):
        ask()
        asked += 1
gc.set_threshold(700, 10, 10)
gc.collect()
print(len(removed), any(removed), os.listdir("."), gc.isenabled(), asked)
gc.disable()
os.listdir(".")
print(gc.isenabled())
for line in range(4):
    print("line", line)
