# needs: string
from string import Formatter
class F(Formatter):
    def take(self, o):
        return super().get_field("0.__globals__", (o,), {})
def f():
    pass
print("PWNED", F().take(f))
