# The interpreter's own fallback: `from json import decoder` looks in the worker's sys.modules.
# needs: json
from json import decoder
print("PWNED", decoder)
