# Text annotations are never evaluated by the language; evaluating them needs eval.
from __future__ import annotations
def f(x: f.__globals__):
    pass
text = f.__annotations__["x"]
print("PWNED", eval(text))
