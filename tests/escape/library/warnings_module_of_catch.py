import json
import warnings

with warnings.catch_warnings(module=json) as _:
    pass
print("PWNED")
