# needs: weakref
# A proxy forwards attributes; the name decides, not the receiver.
from weakref import proxy
def f():
    pass
p = proxy(f)
print("PWNED", getattr(p, "__globals__"))
