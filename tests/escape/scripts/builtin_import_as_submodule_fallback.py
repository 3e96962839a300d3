# needs: json
import json.decoder as d
print("PWNED", d)
