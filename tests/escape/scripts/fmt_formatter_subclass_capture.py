# needs: string
from string import Formatter
caught = []
class F(Formatter):
    def get_field(self, name, args, kwargs):
        found = super().get_field(name, args, kwargs)
        caught.append(found)
        return found
def f():
    pass
F().format("{0.__globals__}", f)
print("PWNED", caught)
