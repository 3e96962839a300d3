# needs: typing
from typing import Annotated
def f():
    pass
print("PWNED", Annotated[str, 0].format("{0.__globals__}", f))
