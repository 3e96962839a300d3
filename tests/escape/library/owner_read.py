from pathlib import Path

print("PWNED", Path("/").owner())
